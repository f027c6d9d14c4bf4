package io.tributary.dialects.prometheus.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Findings;
import io.tributary.river.diag.SnippetPrinter;
import io.tributary.river.diag.Span;
import io.tributary.river.eval.Scope;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every node of a tree stands where the file says it.
class PlacesOfTreeTest {
  private static final String MAIN =
      """
      global:
        scrape_interval: 30s
        external_labels: {ä: b, c: d}
      scrape_configs:
        - job_name: web
          scrape_timeout: 5s
          static_configs:
            - targets: [a:1, b:2]
              labels: {app: shop}
          relabel_configs:
            - source_labels: [x, y]
              target_label: z
          basic_auth:
            username: u
            password: canary
      scrape_config_files: [more.yml]
      remote_write:
        - url: http://a/write
          queue_config: {capacity: 7}
      """;

  private static final String INCLUDED =
      """
      scrape_configs:
        - job_name: included
          scrape_timeout: 6s
      """;

  @TempDir Path directory;

  private Path file = Path.of("");
  private List<Statement> body = List.of();

  @BeforeEach
  void load() throws IOException {
    file = directory.resolve("prometheus.yml");
    Files.writeString(file, MAIN);
    Files.writeString(directory.resolve("more.yml"), INCLUDED);
    body = PrometheusTree.load(file, LoadOptions.of(Environment.of(Map.of())), Map.of()).body();
  }

  private String placeOf(String... path) {
    List<Statement> at = body;
    for (int i = 0; i + 1 < path.length; i++) {
      String id = path[i];
      at =
          at.stream()
              .filter(one -> one instanceof Block block && block.id().equals(id))
              .map(Block.class::cast)
              .findFirst()
              .orElseThrow()
              .body();
    }
    String last = path[path.length - 1];
    return at.stream()
        .filter(one -> one instanceof Attribute(var name, _) && name.text().equals(last))
        .map(one -> ((Attribute) one).value().span().position())
        .findFirst()
        .orElseThrow()
        .replace(directory + "/", "");
  }

  @Test
  void whatAJobSaysStandsInIt() {
    assertThat(placeOf("prometheus.scrape.web", "job_name")).isEqualTo("prometheus.yml:5:15");
    assertThat(placeOf("prometheus.scrape.web", "scrape_timeout")).isEqualTo("prometheus.yml:6:21");
    assertThat(placeOf("prometheus.scrape.web", "targets")).isEqualTo("prometheus.yml:8:19");
    assertThat(placeOf("prometheus.scrape.web", "relabel_config", "target_label"))
        .isEqualTo("prometheus.yml:12:23");
    assertThat(placeOf("prometheus.scrape.web", "basic_auth", "password"))
        .isEqualTo("prometheus.yml:15:17");
    assertThat(placeOf("prometheus.remote_write.default", "endpoint", "queue_config", "capacity"))
        .isEqualTo("prometheus.yml:19:30");
  }

  @Test
  void whatAJobInheritsStandsInGlobal() {
    assertThat(placeOf("prometheus.scrape.web", "scrape_interval"))
        .isEqualTo("prometheus.yml:2:20");
    assertThat(placeOf("prometheus.scrape.included", "scrape_interval"))
        .isEqualTo("prometheus.yml:2:20");
  }

  @Test
  void whatNobodySaysStandsWhereItCouldBeSaid() {
    assertThat(placeOf("prometheus.scrape.web", "metric_name_validation_scheme"))
        .isEqualTo("prometheus.yml:5:5");
  }

  @Test
  void whatAnotherFileSaysStandsThere() {
    assertThat(placeOf("prometheus.scrape.included", "scrape_timeout")).isEqualTo("more.yml:3:21");
  }

  @Test
  void everyNodeHasAPlace() {
    var places = new ArrayList<Span>();
    body.forEach(statement -> collect(statement, places));
    assertThat(places)
        .hasSizeGreaterThan(40)
        .allSatisfy(place -> assertThat(place.isKnown()).isTrue())
        .allSatisfy(place -> assertThat(Path.of(place.file()).getParent()).isEqualTo(directory));
  }

  private static void collect(Statement statement, List<Span> places) {
    places.add(statement.span());
    switch (statement) {
      case Attribute(var name, var value) -> {
        places.add(name.span());
        collect(value, places);
      }
      case Block block -> {
        places.add(block.header());
        block.body().forEach(inner -> collect(inner, places));
      }
    }
  }

  private static void collect(Expression expression, List<Span> places) {
    places.add(expression.span());
    switch (expression) {
      case Expression.ArrayExpression(var elements, _) ->
          elements.forEach(element -> collect(element, places));
      case Expression.ObjectExpression(var fields, _) -> {
        for (Expression.Field field : fields) {
          places.add(field.keySpan());
          collect(field.value(), places);
        }
      }
      case Expression.Call(var callee, var arguments, _, _) -> {
        collect(callee, places);
        arguments.forEach(argument -> collect(argument, places));
      }
      default -> {}
    }
  }

  @Test
  void whatAComponentRefusesIsShownInTheFile() throws IOException {
    Block job =
        body.stream()
            .map(Block.class::cast)
            .filter(block -> block.id().equals("prometheus.scrape.web"))
            .findFirst()
            .orElseThrow();
    var findings = new Findings();
    BlockReader.of(job, Scope.EMPTY, findings).attribute("scrape_interval").integer(0);
    assertThat(
            SnippetPrinter.plain()
                .print(findings.all(), Map.of(file.toString(), Files.readString(file)))
                .replace(directory + "/", ""))
        .startsWith("Error: prometheus.yml:2:20: ")
        .contains("2 |   scrape_interval: 30s\n  |                    ^^^\n");
  }
}
