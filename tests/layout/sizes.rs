//! How large files may be: half of them under 150 lines, nine in ten under 400, none over 800.

use crate::tree::Source;

const LARGEST: usize = 800;
const LARGE: usize = 400;
const SMALL: usize = 150;

/// Complains about each file that is too large and about a tree with too few small ones.
pub(crate) fn check(sources: &[Source]) -> Vec<String> {
    let over = sources.iter().filter(|s| s.lines() > LARGEST);
    let mut complaints: Vec<_> =
        over.map(|s| format!("{}: {} lines, {LARGEST} are allowed", s.path, s.lines())).collect();
    complaints.extend(share(sources, SMALL, 50));
    complaints.extend(share(sources, LARGE, 90));
    complaints
}

/// Complains unless at least `percent` of the files have fewer than `limit` lines, naming the larger ones.
fn share(sources: &[Source], limit: usize, percent: usize) -> Option<String> {
    let mut larger: Vec<_> =
        sources.iter().map(|s| (s.lines(), &s.path)).filter(|(n, _)| *n >= limit).collect();
    let smaller = sources.len() - larger.len();
    if smaller * 100 >= sources.len() * percent {
        return None;
    }
    larger.sort_by(|a, b| b.cmp(a));
    let names: Vec<_> = larger.iter().map(|(n, path)| format!("  {n:5} {path}")).collect();
    let head = format!("{smaller} of {} files have under {limit} lines, {percent} % must:", sources.len());
    Some(format!("{head}\n{}", names.join("\n")))
}

mod teeth {
    use super::check;
    use crate::tree::Source;

    fn files(lines: &[usize]) -> Vec<Source> {
        lines.iter().map(|n| Source::example("crates/x/src/lib.rs", &"\n".repeat(*n))).collect()
    }

    #[test]
    fn one_file_too_large_is_found() {
        let mut sizes = vec![10; 20];
        sizes.push(801);
        assert_eq!(check(&files(&sizes)).len(), 1);
        sizes[20] = 800;
        assert!(check(&files(&sizes)).is_empty());
    }

    #[test]
    fn too_few_small_files_are_found() {
        assert_eq!(check(&files(&[149, 150, 150])).len(), 1);
        assert!(check(&files(&[149, 150])).is_empty());
    }

    #[test]
    fn too_many_large_files_are_found() {
        let nine_in_ten = [1, 1, 1, 1, 1, 1, 1, 1, 1, 400];
        assert!(check(&files(&nine_in_ten)).is_empty());
        assert_eq!(check(&files(&nine_in_ten[1..])).len(), 1);
    }
}
