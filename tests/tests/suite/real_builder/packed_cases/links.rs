//! Links, in trees as package managers lay them out.

use super::{Case, Item, case, with};

const LINKS: &[Item] = &[
    Item::File("tree/file", 0o644, "file\n"),
    Item::File("tree/dir/inner", 0o644, "inner\n"),
    Item::File("outside/other", 0o644, "other\n"),
    Item::Link("tree/relative", "file"),
    Item::Link("tree/dotted", "./dir/../file"),
    Item::Link("tree/dir/up", "../file"),
    Item::Link("tree/to-dir", "dir"),
    Item::Link("tree/to-dir-slash", "dir/"),
    Item::Link("tree/to-self", "."),
    Item::Link("tree/chain", "relative"),
];
const ABSOLUTE: &[Item] = &[
    Item::File("tree/file", 0o644, "file\n"),
    Item::Link("tree/etc", "/etc"),
    Item::Link("tree/passwd", "/etc/passwd"),
    Item::Link("tree/root", "/"),
];
const DANGLING: &[Item] = &[
    Item::Link("tree/none", "none-such"),
    Item::Link("tree/none-absolute", "/none/such"),
    Item::Link("tree/none-below", "file/below"),
    Item::File("tree/file", 0o644, "file\n"),
];
const LOOPING: &[Item] = &[
    Item::Link("tree/self", "self"),
    Item::Link("tree/one", "two"),
    Item::Link("tree/two", "one"),
    Item::Link("tree/dir/parent", ".."),
];
const LEADING_OUT: &[Item] = &[
    Item::Link("tree/above", "../.."),
    Item::Link("tree/far-above", "../../../../../../../../etc/hostname"),
    Item::Link("tree/outside", "../outside/other"),
    Item::File("outside/other", 0o644, "other\n"),
];
const ODD_TARGETS: &[Item] = &[
    Item::Link("tree/blank", "a b  c"),
    Item::Link("tree/unicode", "grüße/日本"),
    Item::Link("tree/backslash", "a\\b"),
    Item::Link(
        "tree/long",
        "0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/\
         0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789",
    ),
];
const NPM: &[Item] = &[
    Item::File("package.json", 0o644, "{}\n"),
    Item::File("node_modules/.package-lock.json", 0o644, "{}\n"),
    Item::File("node_modules/tool/cli.js", 0o755, "#!/usr/bin/env node\n"),
    Item::File("node_modules/tool/node_modules/dep/index.js", 0o644, "1\n"),
    Item::File("node_modules/@scope/pkg/bin/run.js", 0o755, "#!/usr/bin/env node\n"),
    Item::Link("node_modules/.bin/tool", "../tool/cli.js"),
    Item::Link("node_modules/.bin/run", "../@scope/pkg/bin/run.js"),
    Item::Link("node_modules/workspace", "../packages/workspace"),
    Item::File("packages/workspace/index.js", 0o644, "2\n"),
];
const PNPM: &[Item] = &[
    Item::File("package.json", 0o644, "{}\n"),
    Item::File("node_modules/.modules.yaml", 0o644, "layoutVersion: 5\n"),
    Item::File("node_modules/.pnpm/a@1.0.0/node_modules/a/index.js", 0o644, "a\n"),
    Item::File("node_modules/.pnpm/a@1.0.0/node_modules/a/cli.js", 0o755, "#!/usr/bin/env node\n"),
    Item::File("node_modules/.pnpm/b@2.0.0_a@1.0.0/node_modules/b/index.js", 0o644, "b\n"),
    Item::Link("node_modules/.pnpm/b@2.0.0_a@1.0.0/node_modules/a", "../../a@1.0.0/node_modules/a"),
    Item::Link("node_modules/.pnpm/a@1.0.0/node_modules/b", "../../b@2.0.0_a@1.0.0/node_modules/b"),
    Item::Link("node_modules/.pnpm/node_modules/a", "../a@1.0.0/node_modules/a"),
    Item::Link("node_modules/a", ".pnpm/a@1.0.0/node_modules/a"),
    Item::Link("node_modules/@scope/b", "../.pnpm/b@2.0.0_a@1.0.0/node_modules/b"),
    Item::Link("node_modules/.bin/a", "../a/cli.js"),
];
/// A Dockerfile must name one of these alone: when a link and something below it are sources, BuildKit does
/// not load all files of both.
const LINKED_SOURCES: &[Item] = &[
    Item::Link("link", "src"),
    Item::Link("deep-link", "link/lib"),
    Item::Link("file-link", "a.txt"),
    Item::Link("src/to-docs", "../docs"),
];

pub(super) const CASES: &[Case] = &[
    with("links-relative", &[LINKS], "FROM scratch\nCOPY tree /x\n"),
    with("links-of-the-whole-context", &[LINKS, DANGLING], "FROM scratch\nCOPY . /x/\n"),
    with("links-absolute", &[ABSOLUTE], "FROM scratch\nCOPY tree /x\n"),
    with("links-dangling", &[DANGLING], "FROM scratch\nCOPY tree /x\n"),
    with("links-looping", &[LOOPING], "FROM scratch\nCOPY tree /x\n"),
    with("links-leading-out", &[LEADING_OUT], "FROM scratch\nCOPY tree /x\n"),
    with("links-with-odd-targets", &[ODD_TARGETS], "FROM scratch\nCOPY tree /x\n"),
    with("links-only", &[&[Item::Link("tree/none", "none")]], "FROM scratch\nCOPY tree /x\n"),
    with("links-added", &[LINKS, DANGLING], "FROM scratch\nADD tree /x\n"),
    with(
        "links-with-owner-and-mode",
        &[LINKS],
        "FROM scratch\nCOPY --chown=12:34 tree /x\nCOPY --chown=1 . /y/\n",
    ),
    with(
        "npm",
        &[NPM],
        "FROM scratch\nWORKDIR /app\nCOPY package.json .\nCOPY node_modules node_modules\n",
    ),
    with("npm-whole-context", &[NPM], "FROM scratch\nWORKDIR /app\nCOPY . .\n"),
    with("pnpm", &[PNPM], "FROM scratch\nWORKDIR /app\nCOPY node_modules ./node_modules/\n"),
    with("pnpm-whole-context", &[PNPM], "FROM scratch\nCOPY . /app\n"),
    with(
        "pnpm-between-stages",
        &[PNPM],
        "FROM scratch AS deps\nCOPY . /app/\nFROM scratch\nCOPY --from=deps /app/node_modules /app/node_modules\n",
    ),
    with(
        "source-is-a-link-to-a-directory",
        &[super::SOURCES, LINKED_SOURCES],
        "FROM scratch\nCOPY link /x\n",
    ),
    with(
        "source-is-a-link-below-a-link",
        &[super::SOURCES, LINKED_SOURCES],
        "FROM scratch\nCOPY deep-link /y/\n",
    ),
    with(
        "source-below-a-link",
        &[super::SOURCES, LINKED_SOURCES],
        "FROM scratch\nCOPY link/lib /x\n",
    ),
    with(
        "source-below-a-link-is-a-link",
        &[super::SOURCES, LINKED_SOURCES],
        "FROM scratch\nCOPY link/to-docs /y\n",
    ),
    with(
        "source-is-a-link-to-a-file",
        &[super::SOURCES, LINKED_SOURCES],
        "FROM scratch\nCOPY file-link a.txt src /x/\n",
    ),
    case("link-in-the-tree", "FROM scratch\nCOPY src/again.py src/main.py /x/\nCOPY src /y/\n"),
];
