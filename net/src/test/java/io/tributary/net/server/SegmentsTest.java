package io.tributary.net.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Paths taken apart.
class SegmentsTest {
  @Test
  void keepsEscapedSlashesInTheirSegment() {
    assertThat(Segments.of("/a/b%2Fc/d", "/a/b/c/d", "/a/b/c/d")).containsExactly("a", "b/c", "d");
    assertThat(Segments.of("/x/a%2fb", "/x/a/b", "/a/b")).containsExactly("a/b");
    assertThat(Segments.of("/a/%2e", "/a/.", "/a/.")).containsExactly("a", ".");
  }

  @Test
  void doesNotLookForRoutesBehindAPrefixThatIsNone() {
    assertThat(Segments.of("/a%2Fb/c/d", "/a/b/c/d", "/c/d")).isEmpty();
  }
}
