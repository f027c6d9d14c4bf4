package io.tributary.component.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.component.ComponentId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalPagesTest {
  private static final String ADDRESS = "tributary.internal:12345";
  private static final Map<String, ServesPages> COMPONENTS =
      Map.of("a.b", saying("outer"), "m.x/a.b", saying("inner"));

  private final LocalPages pages =
      new LocalPages(ADDRESS, id -> Optional.ofNullable(COMPONENTS.get(id)));

  private static ServesPages saying(String who) {
    return request -> Page.text(200, who + " " + request.path() + " " + request.parameters());
  }

  private String get(String path) throws Exception {
    Page page = pages.get(URI.create("http://" + ADDRESS + path));
    return page.status() + " " + new String(page.body(), StandardCharsets.UTF_8);
  }

  @Test
  void asksTheComponentWithTheLongestId() throws Exception {
    assertThat(get("/api/v0/component/a.b/metrics")).isEqualTo("200 outer metrics {}");
    assertThat(get("/api/v0/component/m.x/a.b/metrics")).isEqualTo("200 inner metrics {}");
    assertThat(get("/api/v0/component/a.b/deep/page")).isEqualTo("200 outer deep/page {}");
    assertThat(get(LocalPages.path(new ComponentId("m.x", "a.b"), "metrics"))).contains("inner");
  }

  @Test
  void handsParametersOn() throws Exception {
    assertThat(get("/api/v0/component/a.b/probe?target=x%26y&target=z&empty"))
        .startsWith("200 outer probe {")
        .contains("target=[x&y, z]", "empty=[]");
  }

  @Test
  void hasNothingElse() throws Exception {
    assertThat(get("/api/v0/component/c.d/metrics")).startsWith("404 ");
    assertThat(get("/api/v0/component/a.b")).startsWith("404 ");
    assertThat(get("/metrics")).startsWith("404 ");
  }

  @Test
  void knowsItsOwnUrls() {
    assertThat(pages.holds(URI.create("http://" + ADDRESS + "/x"))).isTrue();
    assertThat(pages.holds(URI.create("https://" + ADDRESS + "/x"))).isFalse();
    assertThat(pages.holds(URI.create("http://tributary.internal/x"))).isFalse();
    assertThat(pages.holds(URI.create("http://u@" + ADDRESS + "/x"))).isFalse();
  }
}
