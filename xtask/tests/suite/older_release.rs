//! The differences from an excerpt of a description of August 2025.

use serde_json::Value;

use xtask::{description, workspace};

use crate::comparison::lines;

/// The format of openapi-generator: sorted, with every default.
const OLDER: &str = "
openapi: 3.0.0
paths:
  /object-storage/push-access:
    get:
      operationId: getPushAccess
      parameters:
        - { explode: false, in: header, name: X-Daytona-Organization-ID, required: false, schema: { type: string } }
      responses:
        '200': { content: { application/json: { schema: { $ref: '#/components/schemas/StorageAccessDto' } } } }
      tags: [object-storage]
  /sandbox/{sandboxId}/stop:
    post:
      operationId: stopSandbox
      parameters:
        - { explode: false, in: path, name: sandboxId, required: true, schema: { type: string }, style: simple }
      responses: { '200': {} }
      tags: [sandbox]
  /snapshots:
    get:
      operationId: getAllSnapshots
      parameters:
        - { explode: true, in: query, name: limit, required: false, schema: { type: number }, style: form }
        - { explode: true, in: query, name: page, required: false, schema: { type: number }, style: form }
      responses:
        '200': { content: { application/json: { schema: { $ref: '#/components/schemas/PaginatedSnapshotsDto' } } } }
      tags: [snapshots]
    post:
      operationId: createSnapshot
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/CreateSnapshot' } } }
        required: true
      responses:
        '200': { content: { application/json: { schema: { $ref: '#/components/schemas/SnapshotDto' } } } }
        '400': {}
      tags: [snapshots]
  /snapshots/{id}/build-logs:
    get:
      operationId: getSnapshotBuildLogs
      parameters:
        - { explode: false, in: path, name: id, required: true, schema: { type: string }, style: simple }
        - { explode: true, in: query, name: follow, required: false, schema: { type: boolean }, style: form }
      responses: { '200': {} }
      tags: [snapshots]
  /toolbox/{sandboxId}/toolbox/files:
    get: { operationId: listFiles, responses: { '200': {} }, tags: [toolbox] }
  /volumes/{volumeId}:
    delete:
      operationId: deleteVolume
      parameters:
        - { explode: false, in: path, name: volumeId, required: true, schema: { type: string }, style: simple }
      responses: { '200': {} }
      tags: [volumes]
components:
  schemas:
    BuildInfo:
      properties:
        contextHashes: { items: { type: string }, type: array }
        createdAt: { format: date-time, type: string }
        dockerfileContent: { type: string }
        updatedAt: { format: date-time, type: string }
      required: [createdAt, updatedAt]
      type: object
    CreateBuildInfo:
      properties:
        contextHashes: { items: { type: string }, type: array }
        dockerfileContent: { type: string }
      required: [dockerfileContent]
      type: object
    CreateSnapshot:
      properties:
        buildInfo: { allOf: [{ $ref: '#/components/schemas/CreateBuildInfo' }] }
        cpu: { type: integer }
        disk: { type: integer }
        entrypoint: { items: { type: string }, type: array }
        general: { type: boolean }
        gpu: { type: integer }
        imageName: { type: string }
        memory: { type: integer }
        name: { type: string }
      required: [name]
      type: object
    PaginatedSnapshotsDto:
      properties:
        items: { items: { $ref: '#/components/schemas/SnapshotDto' }, type: array }
        page: { type: number }
        total: { type: number }
        totalPages: { type: number }
      required: [items, page, total, totalPages]
      type: object
    SnapshotDto:
      properties:
        buildInfo: { allOf: [{ $ref: '#/components/schemas/BuildInfo' }] }
        cpu: { type: number }
        createdAt: { format: date-time, type: string }
        disk: { type: number }
        entrypoint: { items: { type: string }, nullable: true, type: array }
        errorReason: { nullable: true, type: string }
        general: { type: boolean }
        gpu: { type: number }
        id: { type: string }
        imageName: { type: string }
        lastUsedAt: { format: date-time, nullable: true, type: string }
        mem: { type: number }
        name: { type: string }
        organizationId: { type: string }
        size: { nullable: true, type: number }
        state: { allOf: [{ $ref: '#/components/schemas/SnapshotState' }] }
        updatedAt: { format: date-time, type: string }
      required:
        [cpu, createdAt, disk, entrypoint, errorReason, general, gpu, id, lastUsedAt, mem, name, size, state, updatedAt]
      type: object
    SnapshotState:
      enum:
        - build_pending
        - building
        - pending
        - pulling
        - pending_validation
        - validating
        - active
        - inactive
        - error
        - build_failed
        - removing
      type: string
    StorageAccessDto:
      properties:
        accessKey: { type: string }
        bucket: { type: string }
        organizationId: { type: string }
        secret: { type: string }
        sessionToken: { type: string }
        storageUrl: { type: string }
      required: [accessKey, bucket, organizationId, secret, sessionToken, storageUrl]
      type: object
";

/// The paths of our description that the excerpt has, and one that it does not have.
const PATHS: [&str; 6] = [
    "/object-storage/push-access",
    "/sandbox/{sandboxIdOrName}/stop",
    "/snapshots",
    "/snapshots/{id}/build-logs",
    "/snapshots/{id}/build-logs-url",
    "/volumes/{volumeId}",
];

#[test]
fn differences_of_a_year_are_found() {
    let mut ours = description::read(&workspace::root().join("openapi/daytona.yaml")).unwrap();
    ours["paths"].as_object_mut().unwrap().retain(|path, item| {
        // Reading a volume differs from deleting it only in the schema of a volume.
        item.as_object_mut()
            .unwrap()
            .retain(|method, _| path != "/volumes/{volumeId}" || method == "delete");
        PATHS.contains(&path.as_str())
    });
    let older: Value = yaml_serde::from_str(OLDER).unwrap();
    assert_eq!(
        lines(ours, older),
        [
            "breaking: GET /snapshots/{id}/build-logs-url is gone",
            "breaking: GET /snapshots, query parameter `name` is gone",
            "breaking: GET /snapshots, query parameter `order` is gone",
            "breaking: GET /snapshots, query parameter `sort` is gone",
            "breaking: GET /snapshots, query parameter `sourceSandboxId` is gone",
            "breaking: POST /sandbox/{sandboxIdOrName}/stop, query parameter `force` is gone",
            "breaking: POST /sandbox/{sandboxIdOrName}/stop, status 200 has no body any more",
            "breaking: BuildInfo.snapshotRef is gone",
            "breaking: CreateSnapshot.gpuType is gone",
            "breaking: CreateSnapshot.regionId is gone",
            "breaking: CreateSnapshot.sandboxClass is gone",
            "breaking: SnapshotDto.gpuType is gone",
            "breaking: SnapshotDto.initialRunnerId is gone",
            "breaking: SnapshotDto.ref is gone",
            "breaking: SnapshotDto.regionIds is gone",
            "breaking: SnapshotDto.sandboxClass is gone",
            "breaking: SnapshotDto.sourceSandboxId is gone",
            "breaking: StorageAccessDto.region is gone",
            "breaking: PaginatedSnapshots.page is of type number, and no longer integer",
            "breaking: PaginatedSnapshots.total is of type number, and no longer integer",
            "breaking: PaginatedSnapshots.totalPages is of type number, and no longer integer",
            "additive: CreateSnapshot.general is new",
            "additive: SnapshotState no longer has the value `snapshotting`",
            "additive: SnapshotState also has the values `build_pending`, `pending_validation`, `validating`",
            "additive: GET /snapshots, query parameter `limit` no longer has the bound maximum 200",
            "additive: GET /snapshots, query parameter `limit` no longer has the bound minimum 1",
            "additive: GET /snapshots, query parameter `page` no longer has the bound minimum 1",
            "cosmetic: GET /snapshots/{id}/build-logs is no longer deprecated",
            "cosmetic: POST /sandbox/{sandboxIdOrName}/stop, path parameter `1` is called `sandboxId`, and no longer \
             `sandboxIdOrName`",
            "cosmetic: DELETE /volumes/{volumeId}, status 409 is gone",
            "cosmetic: GET /snapshots, query parameter `limit` has no known default any more",
            "cosmetic: GET /snapshots, query parameter `page` has no known default any more",
            "cosmetic: PaginatedSnapshots is called `PaginatedSnapshotsDto`",
        ]
    );
}
