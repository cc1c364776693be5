//! All paths that a file mentions, resolved to the crate root: `use` trees, inline paths, macro bodies.

use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// Module path of a file relative to src: `platform/db/mod.rs` → platform, db.
pub fn module_of(file: &Path) -> Vec<String> {
    let mut parts: Vec<String> = file.with_extension("").iter().map(|p| p.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// Paths of at least two segments; own ones start with `crate`.
pub fn mentioned(module: &[String], file: &syn::File) -> Vec<Vec<String>> {
    let mut collector = Collector { module: module.to_vec(), found: Vec::new() };
    collector.visit_file(file);
    collector.found.sort();
    collector.found.dedup();
    collector.found
}

struct Collector {
    module: Vec<String>,
    found: Vec<Vec<String>>,
}

impl Collector {
    fn add(&mut self, segments: &[String]) {
        let Some(first) = segments.first() else { return };
        let mut resolved = match first.as_str() {
            "crate" | "self" | "super" => vec!["crate".to_owned()],
            _ => Vec::new(),
        };
        let mut rest = segments;
        if first == "self" || first == "super" {
            let mut base = self.module.clone();
            while let Some(head) = rest.first().filter(|s| *s == "self" || *s == "super") {
                if head == "super" {
                    base.pop();
                }
                rest = &rest[1..];
            }
            resolved.extend(base);
        } else if first == "crate" {
            rest = &rest[1..];
        }
        resolved.extend(rest.iter().cloned());
        if resolved.len() >= 2 {
            self.found.push(resolved);
        }
    }

    fn add_use_tree(&mut self, prefix: &[String], tree: &syn::UseTree) {
        let with = |ident: &proc_macro2::Ident| {
            let mut path = prefix.to_vec();
            path.push(ident.to_string());
            path
        };
        match tree {
            syn::UseTree::Path(p) => self.add_use_tree(&with(&p.ident), &p.tree),
            syn::UseTree::Name(n) => self.add(&with(&n.ident)),
            syn::UseTree::Rename(r) => self.add(&with(&r.ident)),
            syn::UseTree::Glob(_) => self.add(prefix),
            syn::UseTree::Group(g) => g.items.iter().for_each(|t| self.add_use_tree(prefix, t)),
        }
    }

    /// Macro bodies are tokens: `a :: b :: c` is a path wherever it stands.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut current: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if current.is_empty() || colons == 2 => {
                    current.push(ident.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(p) if p.as_char() == ':' && !current.is_empty() && colons < 2 => {
                    colons += 1;
                    continue;
                }
                TokenTree::Group(group) => self.add_tokens(group.stream()),
                TokenTree::Ident(ident) => {
                    self.add(&std::mem::take(&mut current));
                    current.push(ident.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            self.add(&std::mem::take(&mut current));
            colons = 0;
        }
        self.add(&current);
    }
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_use_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.add(&segments);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.add_tokens(mac.tokens.clone());
        visit::visit_macro(self, mac);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        self.add_tokens(item.mac.tokens.clone());
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }
}
