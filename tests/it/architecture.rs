//! The structure, checked: who may import whom, how long a file may be, what stands at its head.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Longest production file, in lines.
const FILE_MAX: usize = 400;
/// Longest function, in lines.
const FUNCTION_MAX: usize = 60;

/// Which of our modules each module may name. `app` alone wires everything; `cli` starts it.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &["domain"]),
    ("protocol", &["domain"]),
    ("store", &["domain"]),
    ("triage", &["domain"]),
    ("knowledge", &["domain", "triage"]),
    ("search", &["domain", "store", "triage"]),
    ("wording", &[]),
    ("evaluation", &["domain", "knowledge", "triage"]),
    ("fanout", &["domain", "protocol"]),
    ("language_model", &["domain", "knowledge"]),
    ("routing", &["clock", "domain", "fanout", "knowledge", "language_model", "protocol", "triage"]),
    ("conversation", &["clock", "domain", "fanout", "knowledge", "routing", "store", "triage"]),
    ("auth", &["clock", "domain", "store"]),
    ("files", &["clock", "domain", "store"]),
    ("erasing", &["clock", "conversation", "domain", "files", "search", "store"]),
    (
        "session",
        &["auth", "clock", "conversation", "domain", "fanout", "protocol", "routing", "store", "triage", "wording"],
    ),
    ("socket", &["clock", "domain", "fanout", "protocol", "session"]),
    (
        "api",
        &[
            "auth",
            "clock",
            "conversation",
            "domain",
            "erasing",
            "evaluation",
            "files",
            "knowledge",
            "protocol",
            "routing",
            "search",
            "session",
            "store",
            "triage",
            "wording",
        ],
    ),
    ("assets", &[]),
    ("listener", &[]),
    ("config", &[]),
];

fn production_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src is readable") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !is_test(&path) {
                found.push(path);
            }
        }
    }
    assert!(found.len() > 30, "the walk found only {} files", found.len());
    found
}

fn is_test(path: &Path) -> bool {
    path.file_stem().and_then(|s| s.to_str()).is_some_and(|stem| stem.ends_with("_test") || stem == "tests")
}

fn module_of(path: &Path) -> String {
    let inner = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("under src");
    let first = inner.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a source file is readable")
}

/// Names after `crate::`, outside comments, in `use` lines and in paths.
fn imported(source: &str) -> Vec<String> {
    let code: String = source.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let group = group.split('}').next().unwrap_or_default();
            names.extend(group.split(',').map(|part| first_word(part.trim())));
        } else {
            names.push(first_word(rest));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let table: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let mut broken = Vec::new();
    for path in production_files() {
        let module = module_of(&path);
        let Some(allowed) = table.get(module.as_str()) else { continue };
        for name in imported(&read(&path)) {
            let ours = table.contains_key(name.as_str()) || name == "app" || name == "cli";
            if ours && name != module && !allowed.contains(&name.as_str()) {
                broken.push(format!("{} imports {name}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "not in the import table:\n{}", broken.join("\n"));
}

#[test]
fn the_table_names_every_module() {
    let mut unknown: Vec<String> = production_files()
        .iter()
        .map(|p| module_of(p))
        .filter(|m| !["app", "cli", "lib", "main"].contains(&m.as_str()))
        .filter(|m| !MAY_IMPORT.iter().any(|(name, _)| name == m))
        .collect();
    unknown.dedup();
    assert!(unknown.is_empty(), "add to the import table: {unknown:?}");
}

#[test]
fn files_are_short_and_say_what_they_own() {
    let mut broken = Vec::new();
    for path in production_files() {
        let source = read(&path);
        let lines = source.lines().count();
        if lines > FILE_MAX {
            broken.push(format!("{}: {lines} lines, at most {FILE_MAX}", path.display()));
        }
        if !source.starts_with("//!") {
            broken.push(format!("{}: no head", path.display()));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn functions_are_short() {
    let mut broken = Vec::new();
    for path in production_files() {
        let source = read(&path);
        let file = syn::parse_file(&source).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut visitor = Functions { found: Vec::new() };
        syn::visit::Visit::visit_file(&mut visitor, &file);
        for (name, lines) in visitor.found {
            if lines > FUNCTION_MAX {
                broken.push(format!("{}: fn {name} has {lines} lines, at most {FUNCTION_MAX}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

struct Functions {
    found: Vec<(String, usize)>,
}

impl Functions {
    fn note(&mut self, name: &syn::Ident, block: &syn::Block) {
        let lines = block.brace_token.span.close().end().line - block.brace_token.span.open().start().line + 1;
        self.found.push((name.to_string(), lines));
    }
}

impl<'ast> syn::visit::Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.note(&item.sig.ident, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.note(&item.sig.ident, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }
}

#[test]
fn the_concurrent_map_stays_in_registries() {
    for path in production_files() {
        let registry = path.file_name().is_some_and(|name| name == "registry.rs");
        assert!(registry || !read(&path).contains("dashmap::"), "{} names dashmap", path.display());
    }
}

#[test]
fn the_check_itself_sees_imports() {
    let source = "use crate::{store, api::Problem};\n// crate::session\nlet x = crate::domain::Seq(1); $crate::cli";
    assert_eq!(imported(source), ["store", "api", "domain"]);
}
