package io.tributary.discovery.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.discovery.TargetGroup;
import io.tributary.model.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupsTest {
  private static final String JSON =
      """
      [
        {"targets": ["a:1", "b:2"], "labels": {"env": "prod", "with.dot": "x"}},
        {"labels": {"env": "dev"}, "targets": ["c:3"]},
        {"targets": []},
        {}
      ]
      """;

  private static final String YAML =
      """
      # comment
      - targets: ["a:1", 'b:2']
        labels: {env: prod, with.dot: x}
      - labels:
          env: dev
        targets:
        - c:3
      - targets: []
      - {}
      """;

  @Test
  void readsJson() throws Exception {
    assertThat(json(JSON)).isEqualTo(expected());
  }

  @Test
  void readsYaml() throws Exception {
    assertThat(yaml(YAML)).isEqualTo(expected());
    assertThat(yaml(JSON)).isEqualTo(expected());
  }

  private static List<TargetGroup> expected() {
    return List.of(
        group(0, "env", "prod", "with.dot", "x", "a:1", "b:2"),
        group(1, "env", "dev", "c:3"),
        new TargetGroup("/f:2", List.of(), Labels.of("__meta_filepath", "/f")),
        new TargetGroup("/f:3", List.of(), Labels.of("__meta_filepath", "/f")));
  }

  private static TargetGroup group(int index, String... labelsThenTargets) {
    var labels = new Labels.Builder().set("__meta_filepath", "/f");
    var targets = new java.util.ArrayList<Labels>();
    for (int i = 0; i < labelsThenTargets.length; i++) {
      if (labelsThenTargets[i].contains(":")) {
        targets.add(Labels.of("__address__", labelsThenTargets[i]));
      } else {
        labels.set(labelsThenTargets[i], labelsThenTargets[++i]);
      }
    }
    return new TargetGroup("/f:" + index, targets, labels.build());
  }

  @Test
  void takesScalarsOfYamlAsTheyStand() throws Exception {
    List<TargetGroup> groups =
        yaml("- targets: [10, ~, 1e3]\n  labels: {a: 007, b: true, c: ~, d: 2024-01-01}");

    assertThat(groups.getFirst().targets())
        .containsExactly(
            Labels.of("__address__", "10"), Labels.EMPTY, Labels.of("__address__", "1e3"));
    assertThat(groups.getFirst().labels())
        .isEqualTo(Labels.of("a", "007", "b", "true", "d", "2024-01-01", "__meta_filepath", "/f"));
  }

  @Test
  void followsAliasesAndMergeKeys() throws Exception {
    List<TargetGroup> groups =
        yaml(
            """
            - targets: &hosts [a:1]
              labels: &common {env: prod, team: x}
            - targets: *hosts
              labels:
                <<: *common
                env: dev
            """);

    assertThat(groups.get(1).targets()).isEqualTo(groups.get(0).targets());
    assertThat(groups.get(1).labels())
        .isEqualTo(Labels.of("env", "dev", "team", "x", "__meta_filepath", "/f"));
  }

  @Test
  void theOriginWinsOverALabelOfThatName() throws Exception {
    assertThat(json("[{\"labels\": {\"__meta_filepath\": \"spoof\"}}]").getFirst().labels())
        .isEqualTo(Labels.of("__meta_filepath", "/f"));
  }

  @Test
  void takesNullForNothingAndFieldNamesInAnyCaseInJson() throws Exception {
    assertThat(json("null")).isEmpty();
    assertThat(json("[]")).isEmpty();
    assertThat(json("[{\"Targets\": [null, \"a:1\"], \"LABELS\": null}]").getFirst().targets())
        .containsExactly(Labels.EMPTY, Labels.of("__address__", "a:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "---", "~", "[]", "null"})
  void takesAnEmptyYamlDocumentForNoGroups(String document) throws Exception {
    assertThat(yaml(document)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|unexpected end of JSON input",
        "[|Unexpected end-of-input",
        "[{\"targets\": [\"a:1\"|Unexpected end-of-input",
        "{}|expected a list of target groups, found START_OBJECT at line 1, column 1",
        "[null]|nil target group item found at line 1, column 2",
        "[1]|expected a target group",
        "[{\"target\": []}]|unknown field \"target\" at line 1",
        "[{\"targets\": \"a\"}]|expected a list of targets",
        "[{\"targets\": [1]}]|expected a target as a string, found VALUE_NUMBER_INT",
        "[{\"targets\": [[\"a\"]]}]|expected a target as a string",
        "[{\"labels\": {\"a\": 1}}]|expected the value of label \"a\" as a string",
        "[{\"labels\": {\"\": \"x\"}}]|\"\" is not a valid label name",
        "[{\"labels\": []}]|expected labels",
        "[] []|expected the end of the document",
        "[}|Unexpected close marker",
      })
  void refusesWhatIsNoListOfGroupsInJson(String document, String message) {
    assertThatThrownBy(() -> json(document))
        .isInstanceOf(GroupsException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "targets: []|expected a list of target groups, found a mapping at line 1",
        "- ~|nil target group item found at line 1",
        "- a|expected a target group, found a scalar",
        "- target: []|field target not found at line 1",
        "- targets: a|expected a list of targets",
        "- targets: [{a: b}]|expected a target, found a mapping",
        "- labels: {a: [b]}|expected the value of a label, found a sequence",
        "- labels: {'': x}|\"\" is not a valid label name",
        "- {targets: [], targets: []}|key \"targets\" already set",
        "- labels: {a: x, a: y}|key \"a\" already set",
        "- targets: ['a:1'|yaml: ",
        "- targets: *unknown|yaml: ",
        "\tx|yaml: ",
      })
  void refusesWhatIsNoListOfGroupsInYaml(String document, String message) {
    assertThatThrownBy(() -> yaml(document))
        .isInstanceOf(GroupsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void boundsTheNumberOfTargets() {
    assertThatThrownBy(
            () -> JsonGroups.read(bytes("[{\"targets\": [\"a\", \"b\"]}]"), "/f", "l", 1))
        .hasMessageContaining("more than 1 targets");
    assertThatThrownBy(() -> YamlGroups.read(bytes("- targets: [a, b]"), "/f", "l", 1))
        .hasMessageContaining("more than 1 targets");
  }

  @Test
  void takesAMillionTargets() throws Exception {
    var document = new StringBuilder("[{\"targets\": [");
    for (int i = 0; i < 1_000_000; i++) {
      document
          .append(i == 0 ? "" : ",")
          .append("\"10.")
          .append(i % 256)
          .append(".0.1:")
          .append(i)
          .append('"');
    }

    List<TargetGroup> groups = json(document.append("]}]").toString());

    assertThat(groups.getFirst().targets()).hasSize(1_000_000);
  }

  @Test
  void survivesBombs() {
    String aliases =
        "- targets: &t [" + "a,".repeat(1000) + "a]\n" + "- targets: *t\n".repeat(10_000);
    var billion = new StringBuilder("- a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++) {
      billion.append("  a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(10) + "]\n");
    }
    String deep = "[".repeat(500_000);

    assertThatThrownBy(() -> yaml(aliases)).hasMessageContaining("more than 1000000 targets");
    assertThatThrownBy(() -> yaml(billion.toString())).isInstanceOf(GroupsException.class);
    assertThatThrownBy(() -> yaml(deep)).hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> yaml("- <<: &a {<<: *a, b: c}")).isInstanceOf(GroupsException.class);
    assertThatThrownBy(() -> json(deep)).isInstanceOf(GroupsException.class);
    assertThatThrownBy(() -> YamlGroups.read(new byte[] {'-', ' ', (byte) 0xC3, '('}, "/f", "l", 1))
        .hasMessageContaining("not valid UTF-8");
  }

  @Test
  void damagedDocumentsAreErrorsOrGroupsAndNothingElse() {
    long seed = System.nanoTime();
    System.out.println("GroupsTest.damagedDocuments seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      byte[] document = bytes(random.nextBoolean() ? JSON : YAML);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        document[random.nextInt(document.length)] =
            (byte)
                (random.nextBoolean()
                    ? random.nextInt(256)
                    : "[]{}:,\"'*&-\n \\u".charAt(random.nextInt(15)));
      }
      try {
        JsonGroups.read(document, "/f", "l", 1000);
      } catch (GroupsException e) {
        assertThat(e.getMessage()).isNotEmpty().doesNotStartWith("null");
      }
      try {
        YamlGroups.read(document, "/f", "l", 1000);
      } catch (GroupsException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  private static List<TargetGroup> json(String document) throws GroupsException {
    return JsonGroups.read(bytes(document), "/f", "__meta_filepath", 1_000_000);
  }

  private static List<TargetGroup> yaml(String document) throws GroupsException {
    return YamlGroups.read(bytes(document), "/f", "__meta_filepath", 1_000_000);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
