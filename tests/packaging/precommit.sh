#!/usr/bin/env bash
# precommit.sh PRE-COMMIT BINARY: the hooks of this repository, by the real pre-commit, in a repository made here.
set -euo pipefail
precommit=$1 binary=$2
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "precommit: $1" >&2
    [ ! -f "$work/log" ] || cat "$work/log" >&2
    exit 1
}
repository() {
    git init --quiet --initial-branch=main "$1"
    cd "$1"
    git config user.name Nobody
    git config user.email nobody@lint.example
    git config commit.gpgsign false
}
campaign() {
    cat > "$2" <<TOML
[campaign]
name = "$1"
purpose = "marketing"

[stop]
on = [$3"decline", "opt-out", "complaint", "cancel", "convert", "bounce"]

[[step]]
id = "notes"
channel = "email"

[[step]]
id = "nudge"
channel = "email"
wait = "20d"
TOML
}
good() { campaign Kind "$1" '"reply", '; }
bad() { campaign Deaf "$1" ''; }

# pre-commit takes hooks from a commit; `language: rust` would build for minutes what is built already.
export HOME=$work/home PRE_COMMIT_HOME=$work/home/pre-commit GIT_CONFIG_NOSYSTEM=1
export -n GIT_DIR GIT_INDEX_FILE 2>/dev/null || true
mkdir -p "$HOME" "$work/bin"
ln -s "$binary" "$work/bin/outreach-lint"
export PATH=$work/bin:$(dirname "$precommit"):$PATH
pre-commit validate-manifest "$top/.pre-commit-hooks.yaml" || fail "the manifest is not valid"
repository "$work/hooks"
cp "$top/.pre-commit-hooks.yaml" .
git add -A
git commit --quiet --message hooks

repository "$work/campaigns"
cat > .pre-commit-config.yaml <<YAML
exclude: ^campaigns/drafts/
repos:
  - repo: $work/hooks
    rev: $(git -C "$work/hooks" rev-parse HEAD)
    hooks:
      - id: outreach-lint-system
YAML
cat > outreach-lint.toml <<'TOML'
select = ["stop/ignores-reply", "structure"]
exclude = ["campaigns/old/**"]
TOML
pre-commit validate-config || fail "the config is not valid"
mkdir -p campaigns/drafts campaigns/old
good campaigns/kind.toml
git add -A
pre-commit install > "$work/log" 2>&1 || fail "the hook cannot be installed"
commit() { git commit --quiet --message "$1" > "$work/log" 2>&1; }
commit good || fail "a good campaign is blocked"

bad campaigns/deaf.toml
git add -A
if commit bad; then fail "a bad campaign is not blocked"; fi
grep -q "stop/ignores-reply" "$work/log" || fail "the bad campaign is not told of"
git rm --quiet --cached campaigns/deaf.toml
rm campaigns/deaf.toml

bad campaigns/drafts/deaf.toml
bad campaigns/old/deaf.toml
echo '[package]' > other.toml
git add -A
commit excluded || fail "excluded files are not left alone"
git ls-files --error-unmatch campaigns/old/deaf.toml campaigns/drafts/deaf.toml >/dev/null || fail "the files are not in"
pre-commit run --all-files --verbose > "$work/log" 2>&1 || fail "all files do not pass"
grep -q "skipped: campaigns/old/deaf.toml: excluded by outreach-lint.toml" "$work/log" || fail "the exclusion is not said"

# The hook that looks at what is staged, and at what refers to it.
sed -i.bak -e 's/outreach-lint-system/outreach-lint-staged/' -e 's/^\( *\)- id: .*/&\n\1  language: system/' .pre-commit-config.yaml
rm .pre-commit-config.yaml.bak
mkdir copy
echo "Hello" > copy/nudge.md
echo 'body_file = "../copy/nudge.md"' >> campaigns/kind.toml
git add -A
commit copy || fail "a good campaign with a copy is blocked"
sed -i.bak 's/"reply", //' campaigns/kind.toml
rm campaigns/kind.toml.bak
git add -A
SKIP=outreach-lint-staged git commit --quiet --message skipped > "$work/log" 2>&1 || fail "a hook cannot be skipped"
echo "Hello again" > copy/nudge.md
git add -A
if commit "copy of a bad one"; then fail "the campaign of a changed copy is not looked at"; fi
grep -q "staged: 1 file, 1 campaign: 1 error" "$work/log" || fail "what was looked at is not said"
echo "pre-commit: a bad commit is blocked, a good one passes, excluded files stay excluded"
