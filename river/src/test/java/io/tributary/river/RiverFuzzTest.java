package io.tributary.river;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.diag.SnippetPrinter;
import io.tributary.river.diag.Span;
import io.tributary.river.eval.References;
import io.tributary.river.printer.RiverPrinter;
import io.tributary.river.printer.ValuePrinter;
import io.tributary.river.syntax.Parsed;
import io.tributary.river.syntax.RiverFile;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.Statement;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whatever a file holds, reading, formatting and evaluating it end in text and values or in
/// diagnostics, never in an exception.
class RiverFuzzTest {
  private static final String[] PIECES = {
    "a",
    "b.c",
    "declare",
    "\"label\"",
    "`raw`",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ",",
    ".",
    "=",
    "==",
    "!",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "^",
    "&&",
    "||",
    "&",
    "|",
    "\n",
    "\n  ",
    " ",
    "\t",
    "\r\n",
    "1",
    "0",
    "09",
    "1.5",
    ".5",
    "1e3",
    "1e400",
    "1e",
    "18446744073709551615",
    "true",
    "false",
    "null",
    "\"",
    "'",
    "\\",
    "\"\\n\\x41\"",
    "\"\\",
    "`",
    "// c\n",
    "/* c */",
    "/* c\n */",
    "/*",
    "#",
    "\u0000",
    "\uFEFF",
    "\u00e9",
    "\uD83D\uDE00",
    "a = ",
    "b = 1\n",
    "x {\n",
    "}\n",
    "constants",
    "coalesce(",
    "string.format(",
    "\"%d %s %[2]*.*v\"",
    "array.concat(",
    "json_path(",
    "\"$..[?(@.a == 1)]\"",
    "encoding.from_json(",
    "\"{\\\"a\\\": [1]}\"",
    "encoding.from_yaml(",
    "\"a: &x [*x]\"",
    "string.split(",
    "array.group_by(",
    "encoding.to_json(",
    "{a = 1}",
  };

  @FuzzTest(maxDuration = "30s")
  void readsAnyBytes(byte[] bytes) {
    check(bytes);
  }

  @Test
  void readsRandomPiecesOfConfiguration() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(random.nextBoolean() ? "a = " : "");
      for (int pieces = random.nextInt(1, 30); pieces > 0; pieces--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
        text.append(random.nextInt(3) == 0 ? " " : "");
      }
      try {
        check(text.toString().getBytes(StandardCharsets.UTF_8));
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
  }

  private static void check(byte[] bytes) {
    Parsed<RiverFile> parsed = RiverParser.parse("f", bytes);
    String source = new String(bytes, StandardCharsets.UTF_8);
    SnippetPrinter.plain().print(parsed.diagnostics(), Map.of("f", source));
    assertThat(parsed.sound().isPresent())
        .isEqualTo(parsed.diagnostics().stream().noneMatch(Diagnostic::isError));
    RiverPrinter.format(parsed.tree());
    References.of(parsed.tree().body());
    parsed.sound().ifPresent(RiverFuzzTest::checkSound);
  }

  private static void checkSound(RiverFile file) {
    String formatted = RiverPrinter.format(file);
    RiverFile again = RiverParser.parse("f", formatted).sound().orElseThrow();
    assertThat(RiverPrinter.format(again)).isEqualTo(formatted);
    var findings = new Findings();
    evaluate(BlockReader.of(file.body(), Span.of("f"), Evaluate.STDLIB, findings), file);
  }

  private static void evaluate(BlockReader reader, RiverFile file) {
    for (Statement statement : file.body()) {
      if (statement instanceof Statement.Attribute(var name, _)) {
        reader.attribute(name.text()).value().ifPresent(value -> ValuePrinter.print(value));
      } else if (statement instanceof Statement.Block block) {
        reader.blocks(block.name());
      }
    }
    reader.finish();
  }
}
