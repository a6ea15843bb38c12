//! A file that a page of the documentation shows is shown as it is.

/// Complaints about a page that does not show a file, in a block of this language, to the letter.
pub(crate) fn check(page: &str, language: &str, file: &str) -> Vec<String> {
    let block = format!("```{language}\n{file}```\n");
    let lacks = !page.contains(&block);
    Vec::from_iter(
        lacks.then(|| format!("the page has no {language} block with the file as it is; copy it again")),
    )
}

#[test]
fn a_block_that_differs_is_noticed() {
    let page = "words\n```nginx\nlisten 443;\n```\nwords\n";
    assert!(check(page, "nginx", "listen 443;\n").is_empty());
    assert_eq!(check(page, "nginx", "listen 444;\n").len(), 1);
    assert_eq!(check(page, "toml", "listen 443;\n").len(), 1);
}
