//! Conversion between generated types and domain types.

use daytona_api::{builder, types};
use serde_json::Value;

use crate::{
    BuildInfo, CreateSnapshotRequest, ListSnapshotsParams, PaginatedSnapshots, RequestSource,
    Resources, Snapshot, UndecodableSnapshot,
};

pub(super) fn snapshot(dto: types::SnapshotDto) -> Snapshot {
    Snapshot {
        id: dto.id,
        organization_id: dto.organization_id,
        general: dto.general,
        name: dto.name,
        // The server sends an empty image name for a built snapshot.
        image_name: dto.image_name.filter(|name| !name.is_empty()),
        state: dto.state.to_string().into(),
        size: dto.size,
        entrypoint: dto.entrypoint,
        cpu: dto.cpu,
        gpu: dto.gpu,
        gpu_type: dto.gpu_type.map(|gpu_type| gpu_type.to_string().into()),
        mem: dto.mem,
        disk: dto.disk,
        error_reason: dto.error_reason,
        created_at: dto.created_at,
        updated_at: dto.updated_at,
        last_used_at: dto.last_used_at,
        build_info: dto.build_info.map(build_info),
        region_ids: dto.region_ids,
        initial_runner_id: dto.initial_runner_id.filter(|id| !id.is_empty()),
        reference: dto.ref_,
        source_sandbox_id: dto.source_sandbox_id,
        sandbox_class: dto.sandbox_class.map(|class| class.to_string().into()),
    }
}

fn build_info(dto: types::BuildInfo) -> BuildInfo {
    BuildInfo {
        dockerfile_content: dto.dockerfile_content,
        context_hashes: dto.context_hashes,
        // Servers of 2025 leave it out.
        snapshot_ref: dto.snapshot_ref.unwrap_or_default(),
        created_at: dto.created_at,
        updated_at: dto.updated_at,
    }
}

pub(super) fn page(dto: types::PaginatedSnapshots) -> PaginatedSnapshots {
    let (items, undecodable) = dto.items.into_parts();
    PaginatedSnapshots {
        items: items.into_iter().map(snapshot).collect(),
        undecodable: undecodable.into_iter().map(self::undecodable).collect(),
        total: dto.total,
        page: u32::try_from(dto.page).unwrap_or(u32::MAX),
        total_pages: u32::try_from(dto.total_pages).unwrap_or(u32::MAX),
    }
}

fn undecodable(item: daytona_api::UndecodableItem) -> UndecodableSnapshot {
    let id = item.json.get("id").and_then(|id| match id {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    UndecodableSnapshot { id, reason: item.reason, json: item.json }
}

/// Adds the parameters to a list call.
pub(super) fn list<'c>(
    mut call: builder::GetAllSnapshots<'c>,
    params: ListSnapshotsParams,
) -> builder::GetAllSnapshots<'c> {
    if let Some(page) = params.page {
        call = call.page(page);
    }
    if let Some(limit) = params.limit {
        call = call.limit(limit);
    }
    if let Some(name) = params.name {
        call = call.name(literal_pattern(&name));
    }
    if let Some(sandbox_id) = params.source_sandbox_id {
        call = call.source_sandbox_id(sandbox_id);
    }
    if let Some(sort) = params.sort {
        call = call.sort(sort.as_str());
    }
    if let Some(order) = params.order {
        call = call.order(order.as_str());
    }
    call
}

/// Escapes the wildcards of the server's ILIKE pattern.
fn literal_pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

pub(super) fn request(request: CreateSnapshotRequest) -> types::builder::CreateSnapshot {
    let Resources { cpu, memory_gib, disk_gib, gpu, gpu_type } = request.resources;
    let gpu_types: Vec<types::GpuType> =
        gpu_type.iter().filter_map(|gpu_type| gpu_type.as_str().parse().ok()).collect();
    let class: Option<types::SandboxClass> =
        request.sandbox_class.and_then(|class| class.as_str().parse().ok());
    let body = types::CreateSnapshot::builder()
        .name(request.name)
        .cpu(cpu.map(i64::from))
        .memory(memory_gib.map(i64::from))
        .disk(disk_gib.map(i64::from))
        .gpu(gpu.map(i64::from))
        .gpu_type(gpu_types)
        .region_id(request.region_id)
        .sandbox_class(class);
    match request.source {
        RequestSource::ImageName { image_name, entrypoint } => {
            body.image_name(Some(image_name)).entrypoint(entrypoint.unwrap_or_default())
        }
        RequestSource::Build { dockerfile_content, context_hashes } => {
            let build = types::CreateBuildInfo { dockerfile_content, context_hashes };
            body.build_info(Some(build))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn item(changes: &[(&str, Value)]) -> Value {
        let mut item = json!({
            "id": "a", "organizationId": "o", "general": false, "name": "n", "imageName": "i:1",
            "state": "active", "size": 1, "entrypoint": [], "cpu": 1, "gpu": 0, "mem": 1, "disk": 1,
            "errorReason": null, "createdAt": "2026-11-23T20:38:20.744Z",
            "updatedAt": "2026-11-23T20:38:21.016Z", "lastUsedAt": null
        });
        for (name, value) in changes {
            item[*name] = value.clone();
        }
        item
    }

    fn page_of(items: Vec<Value>) -> PaginatedSnapshots {
        let dto = json!({ "items": items, "total": items.len(), "page": 1, "totalPages": 1 });
        page(serde_json::from_value(dto).unwrap())
    }

    #[test]
    fn empty_runner_id_is_none() {
        let page = page_of(vec![
            item(&[("initialRunnerId", json!(""))]),
            item(&[("initialRunnerId", json!("r1"))]),
        ]);
        assert_eq!(page.items[0].initial_runner_id, None);
        assert_eq!(page.items[1].initial_runner_id.as_deref(), Some("r1"));
    }

    #[test]
    fn id_of_an_undecodable_item_may_be_a_number() {
        for (id, expected) in [(json!(17), Some("17")), (json!("a"), Some("a")), (json!([]), None)]
        {
            let page = page_of(vec![item(&[("id", id), ("organizationId", json!({}))])]);
            assert_eq!(page.undecodable[0].id.as_deref(), expected);
        }
    }
}
