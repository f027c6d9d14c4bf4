package io.tributary.river.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.Secret;
import io.tributary.river.Capsules.Opaque;
import io.tributary.river.Evaluate;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.diag.Span;
import io.tributary.river.eval.Scope;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Capsule;
import io.tributary.river.value.Convert;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlockReaderTest {
  private record Receiver(String capsuleName) implements Capsule {}

  private static final Scope SCOPE =
      Evaluate.STDLIB.with(
          Map.of(
              "receiver", Value.of(new Receiver("MetricsReceiver")),
              "other", Value.of(new Opaque("LogsReceiver")),
              "hidden", Value.of(SecretCapsule.of("s3"))));

  private final Findings findings = new Findings();

  private BlockReader block(String body) {
    String source = "component \"label\" {\n" + body + "\n}\n";
    Statement statement =
        RiverParser.parse("f", source)
            .sound()
            .orElseThrow(() -> new AssertionError(source))
            .body()
            .getFirst();
    return BlockReader.of((Block) statement, SCOPE, findings);
  }

  private List<String> found() {
    return findings.all().stream().map(Diagnostic::toString).toList();
  }

  @Test
  void readsAttributesOfEveryType() {
    BlockReader block =
        block(
            """
            text = "a" + "b"
            number = 12
            text_of_number = 1.5
            fraction = 1.9
            big = 9007199254740993
            ratio = "0.25"
            flag = true
            span = "1m30s"
            zero = 0
            size = "10MiB"
            choice = "two"
            secret = "x"
            hidden = hidden
            content = "y"
            texts = ["a", 1]
            map = {a = "b", c = 2}
            headers = {a = hidden}
            forward_to = [receiver, receiver]
            one = receiver
            anything = [1, {}]
            """);
    assertThat(block.attribute("text").text("")).isEqualTo("ab");
    assertThat(block.attribute("number").integer(0)).isEqualTo(12);
    assertThat(block.attribute("number").text("")).isEqualTo("12");
    assertThat(block.attribute("text_of_number").text("")).isEqualTo("1.5");
    assertThat(block.attribute("fraction").integer(0)).isEqualTo(1);
    assertThat(block.attribute("big").longInteger(0)).isEqualTo(9007199254740993L);
    assertThat(block.attribute("number").unsigned(0)).isEqualTo(12);
    assertThat(block.attribute("ratio").decimal(0)).isEqualTo(0.25);
    assertThat(block.attribute("flag").bool(false)).isTrue();
    assertThat(block.attribute("span").duration(Duration.ZERO)).hasSeconds(90);
    assertThat(block.attribute("zero").duration(Duration.ofHours(1))).isZero();
    assertThat(block.attribute("size").byteSize(0)).isEqualTo(10 << 20);
    assertThat(block.attribute("choice").choice(0, Map.of("one", 1, "two", 2))).isEqualTo(2);
    assertThat(block.attribute("secret").secret()).isEqualTo(Secret.of("x"));
    assertThat(block.attribute("hidden").secret()).isEqualTo(Secret.of("s3"));
    assertThat(block.attribute("hidden").optionalSecret()).isEqualTo(OptionalSecret.of("s3", true));
    assertThat(block.attribute("content").optionalSecret())
        .isEqualTo(OptionalSecret.of("y", false));
    assertThat(block.attribute("texts").texts(List.of())).containsExactly("a", "1");
    assertThat(block.attribute("map").textMap()).isEqualTo(Map.of("a", "b", "c", "2"));
    assertThat(block.attribute("headers").secretMap()).isEqualTo(Map.of("a", Secret.of("s3")));
    assertThat(block.attribute("forward_to").capsules(Receiver.class, "MetricsReceiver"))
        .hasSize(2);
    assertThat(block.attribute("one").capsule(Receiver.class, "MetricsReceiver"))
        .contains(new Receiver("MetricsReceiver"));
    assertThat(block.attribute("anything").value()).isPresent();
    block.finish();
    assertThat(found()).isEmpty();
    assertThat(block.hasFailed()).isFalse();
  }

  @Test
  void givesFallbacksForWhatIsNotThere() {
    BlockReader block = block("");
    assertThat(block.attribute("a").text("x")).isEqualTo("x");
    assertThat(block.attribute("a").integer(7)).isEqualTo(7);
    assertThat(block.attribute("a").duration(Duration.ofSeconds(3))).hasSeconds(3);
    assertThat(block.attribute("a").texts(List.of("d"))).containsExactly("d");
    assertThat(block.attribute("a").secret()).isEqualTo(Secret.EMPTY);
    assertThat(block.has("a")).isFalse();
    assertThat(block.block("b")).isEmpty();
    block.finish();
    assertThat(found()).isEmpty();
  }

  @Test
  void givesTheZeroOfTheTypeForNull() {
    BlockReader block = block("a = null");
    assertThat(block.required("a").text("x")).isEmpty();
    assertThat(block.attribute("a").integer(7)).isZero();
    assertThat(block.attribute("a").duration(Duration.ofSeconds(3))).isZero();
    assertThat(block.attribute("a").texts(List.of("d"))).isEmpty();
    assertThat(found()).isEmpty();
  }

  @Test
  void reportsEveryErrorAtItsPlace() {
    BlockReader block =
        block(
            """
            a = [1]
            b = "15"
            c = 15
            d = "1d"
            e = "10XB"
            f = other
            g = ["x", true]
            h = {k = [2]}
            i = nothing.here
            j = -1
            k = 1e10
            l = "three"
            m = hidden
            n = [receiver, other, null]
            """);
    assertThat(block.attribute("a").text("fallback")).isEqualTo("fallback");
    assertThat(block.attribute("b").bool(true)).isTrue();
    block.attribute("c").duration(Duration.ZERO);
    block.attribute("d").duration(Duration.ZERO);
    block.attribute("e").byteSize(0);
    block.attribute("f").capsule(Receiver.class, "MetricsReceiver");
    block.attribute("g").texts(List.of());
    block.attribute("h").textMap();
    block.attribute("i").text("");
    block.attribute("j").unsigned(0);
    block.attribute("k").integer(0);
    block.attribute("l").choice(1, Map.of("one", 1, "two", 2));
    block.attribute("m").text("");
    block.attribute("n").capsules(Receiver.class, "MetricsReceiver");
    block.finish();
    assertThat(found())
        .containsExactly(
            "f:2:5: [1] should be string, got array",
            "f:3:5: \"15\" should be bool, got string",
            "f:4:5: 15 time: missing unit in duration \"15\"",
            "f:5:5: \"1d\" time: unknown unit \"d\" in duration \"1d\"",
            "f:6:5: \"10XB\" units: unknown unit XB in 10XB",
            "f:7:5: other expected capsule(\"MetricsReceiver\"), got capsule(\"LogsReceiver\")",
            "f:8:11: true should be string, got bool",
            "f:9:10: [2] should be string, got array",
            "f:10:5: identifier \"nothing\" does not exist",
            "f:11:5: -1 is out of range, should be between 0 and 9223372036854775807",
            "f:12:5: 1e10 is out of range, should be between -2147483648 and 2147483647",
            "f:13:5: \"three\" should be one of one, two",
            "f:14:5: hidden secrets may not be converted into strings",
            "f:15:16: other expected capsule(\"MetricsReceiver\"), got capsule(\"LogsReceiver\")");
    assertThat(block.hasFailed()).isTrue();
  }

  @Test
  void reportsWhatIsMissing() {
    BlockReader block = block("");
    block.required("url").text("");
    block.requiredBlock("endpoint");
    block.requiredBlocks("rule");
    block.error("at most one of basic_auth & oauth2 must be configured");
    assertThat(found())
        .containsExactly(
            "f:1:1: missing required attribute \"url\"",
            "f:1:1: missing required block \"endpoint\"",
            "f:1:1: missing required block \"rule\"",
            "f:1:1: at most one of basic_auth & oauth2 must be configured");
    Span span = findings.all().getFirst().span();
    assertThat(List.of(span.endLine(), span.endColumn())).containsExactly(1, 19);
  }

  @Test
  void reportsWhatNobodyAskedForWithItsNeighbour() {
    BlockReader block =
        block(
            """
            scrape_intervall = 1
            scrape_interval = 1
            bsic_auth {
              x = 1
            }
            basic_auth {
             y = 1
            }
            """);
    block.attribute("scrape_interval").integer(0);
    block.block("basic_auth");
    block.finish();
    assertThat(found())
        .containsExactly(
            "f:2:1: unrecognized attribute name \"scrape_intervall\""
                + " (did you mean \"scrape_interval\"?)",
            "f:4:1: unrecognized block name \"bsic_auth\" (did you mean \"basic_auth\"?)",
            "f:8:2: unrecognized attribute name \"y\"");
  }

  @Test
  void reportsWhatIsThereTooOften() {
    BlockReader block = block("a = 1\na = 2\nb { }\nb { }\nc { }\nc { }\nc { }");
    assertThat(block.attribute("a").integer(0)).isEqualTo(1);
    block.block("b");
    block.exactlyBlocks("c", 2);
    block.finish();
    assertThat(found())
        .containsExactly(
            "f:3:1: attribute \"a\" may only be provided once",
            "f:4:1: block \"b\" may only be specified once",
            "f:6:1: block \"c\" must be specified exactly 2 times, but was specified 3 times");
  }

  @Test
  void tellsAttributesFromBlocks() {
    BlockReader block = block("a = 1\nb { }");
    block.requiredBlock("a");
    block.required("b").text("");
    block.finish();
    assertThat(found())
        .containsExactly(
            "f:2:1: \"a\" must be a block, but is used as an attribute",
            "f:3:1: \"b\" must be an attribute, but is used as a block");
  }

  @Test
  void readsBlocksInTheirOrder() {
    BlockReader block =
        block(
            """
            rule {
              n = 1
            }
            stage.json {
              n = 2
            }
            stage.drop {
              n = 3
            }
            stage.json {
              n = 4
            }
            rule {
              n = 5
            }
            named "x" {
              n = 6
            }
            named "y" { }
            """);
    assertThat(block.blocks("rule"))
        .extracting(r -> r.attribute("n").integer(0))
        .containsExactly(1, 5);
    assertThat(block.blocks(Set.of("stage.json", "stage.drop")))
        .extracting(r -> r.name() + r.attribute("n").integer(0))
        .containsExactly("stage.json2", "stage.drop3", "stage.json4");
    assertThat(block.labelledBlocks("named"))
        .extracting(BlockReader::label)
        .containsExactly("x", "y");
    block.finish();
    assertThat(found()).containsExactly("f:18:3: unrecognized attribute name \"n\"");
  }

  @Test
  void checksLabels() {
    BlockReader block = block("a \"x\" { }\nb { }");
    block.block("a");
    block.labelledBlocks("b");
    assertThat(found())
        .containsExactly(
            "f:2:1: block \"a\" does not support specifying labels",
            "f:3:1: block \"b\" requires non-empty label");
  }

  @Test
  void readsFreeAttributes() {
    BlockReader block = block("arguments {\n  a = 1\n  b = \"x\"\n  c { }\n}\nmore \"l\" { }");
    assertThat(block.block("arguments").orElseThrow().freeAttributes())
        .isEqualTo(Map.of("a", Value.of(1), "b", Value.of("x")));
    block.labelledBlocks("more").getFirst().freeAttributes();
    block.finish();
    assertThat(found())
        .containsExactly(
            "f:5:3: nested blocks not supported here",
            "f:7:1: block \"more\" requires empty label");
  }

  @Test
  void readsTextsOfTheCallersOwn() {
    BlockReader block = block("a = \"x\"\nb = \"y\"");
    assertThat(block.attribute("a").<String>parsed("", "", text -> text + text)).isEqualTo("xx");
    block
        .attribute("b")
        .<String>parsed(
            "",
            "",
            text -> {
              throw new ConfigException("no such thing: " + text);
            });
    assertThat(found()).containsExactly("f:3:5: \"y\" no such thing: y");
  }

  @Test
  void readsABodyWithoutABlock() {
    var body = RiverParser.parse("f", "a = 1\n").tree().body();
    BlockReader reader = BlockReader.of(body, Span.of("f"), SCOPE, findings);
    reader.required("b").text("");
    reader.finish();
    assertThat(found())
        .containsExactly(
            "f: missing required attribute \"b\"",
            "f:1:1: unrecognized attribute name \"a\" (did you mean \"b\"?)");
  }

  private record Rule(String action, long count) {
    static Rule read(Value value) {
      var object = new ObjectReader(value);
      var rule =
          new Rule(
              object.required("action", Convert::toText),
              object.field("count", v -> Convert.toNumber(v).toLong()).orElse(1L));
      object.finish();
      return rule;
    }
  }

  @Test
  void readsObjectsAsSettings() {
    BlockReader block =
        block(
            """
            rules = [{action = "keep"}, {action = "drop", count = 2}]
            labelled = {a = {action = "x"}}
            missing = [{}]
            unknown = [{action = "keep", cuont = 1}]
            wrong = [{action = "keep", count = "many"}]
            none = ["x"]
            """);
    assertThat(block.attribute("rules").list(Rule::read).orElseThrow())
        .containsExactly(new Rule("keep", 1), new Rule("drop", 2));
    assertThat(block.attribute("labelled").map(Rule::read).orElseThrow())
        .isEqualTo(Map.of("a", new Rule("x", 1)));
    for (String name : List.of("missing", "unknown", "wrong", "none")) {
      assertThat(block.attribute(name).list(Rule::read)).isEmpty();
    }
    assertThat(found())
        .containsExactly(
            "f:4:12: {} missing required attribute \"action\"",
            "f:5:12: {action = \"keep\", cuont = 1} unrecognized attribute name \"cuont\"",
            "f:6:36: \"many\" should be number, got string",
            "f:7:9: \"x\" should be object, got string");
  }
}
