# Whether this machine can build the page. Sourced by ./tributary and ./check; POSIX shell.

# The oldest Node that the page's build tools run on.
node_wanted=20.19

# Prints the Maven profile that builds the page, or nothing where there is no npm or no such Node.
page_profile() {
  command -v npm >/dev/null 2>&1 || return 0
  node_found=$(node --version 2>/dev/null) || return 0
  printf '%s\n' "${node_found#v}" | awk -F. -v wanted="$node_wanted" '
    { split(wanted, w, "."); if ($1 > w[1] || ($1 == w[1] && $2 >= w[2])) print "-Pui" }'
}
