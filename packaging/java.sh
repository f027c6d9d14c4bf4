# Finds a Java 25 home. Sourced by ./tributary and ./check; POSIX shell.
#
# A JDK says its version in the file `release` beside bin/: reading it costs nothing, tells the truth
# about broken links, and starts no JVM. An older Java is never used: the class-file error that it
# prints helps nobody.

# Prints the version that the `release` file of $1 names, or nothing.
java_version_of() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] &&
    sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$1/release" | head -n 1
}

# Prints every place worth a look, best first, one a line.
java_candidates() {
  [ -n "${1:-}" ] && printf '%s\n' "$1/runtime"
  for named in "${TRIBUTARY_JAVA_HOME:-}" "${JAVA_HOME:-}" "${JAVA25_HOME:-}"; do
    [ -n "$named" ] && printf '%s\n' "$named"
  done
  for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.asdf/installs/java/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* "${HOME:-/nonexistent}"/.jabba/jdk/*; do
    [ -d "$home" ] && printf '%s\n' "$home"
  done
  on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null) &&
    printf '%s\n' "${on_path%/bin/java}"
}

# Prints the first home of a Java 25; or says what was found instead, and fails.
# $1: the folder of the launcher, which may hold a runtime of its own.
find_java25() {
  java_found=$(
    java_candidates "${1:-}" | while IFS= read -r home; do
      version=$(java_version_of "$home" || :)
      case "$version" in
        25 | 25.* | 25-* | 25+*) printf 'home %s\n' "$home"; break ;;
        ?*) printf 'other %s %s\n' "$version" "$home" ;;
      esac
    done
  )
  java_home=$(printf '%s\n' "$java_found" | sed -n 's/^home //p')
  if [ -n "$java_home" ]; then
    printf '%s\n' "$java_home"
    return 0
  fi
  {
    echo "Tributary needs Java 25, and none was found."
    printf '%s\n' "$java_found" | sed -n 's/^other \([^ ]*\) /  found Java \1 in /p' | sort -u
    echo "Install a JDK 25 (a package such as temurin-25-jdk or openjdk-25-jdk), or name one:"
    echo "  TRIBUTARY_JAVA_HOME=/path/to/jdk-25 $0"
  } >&2
  return 1
}
