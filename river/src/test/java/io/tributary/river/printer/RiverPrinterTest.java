package io.tributary.river.printer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.river.GoldenFile;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Expression.Literal;
import io.tributary.river.syntax.Name;
import io.tributary.river.syntax.Parsed;
import io.tributary.river.syntax.RiverFile;
import io.tributary.river.syntax.RiverParser;
import io.tributary.river.syntax.Statement;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RiverPrinterTest {
  private static String format(String source) {
    Parsed<RiverFile> parsed = RiverParser.parse("test", source);
    assertThat(parsed.diagnostics()).as(source).isEmpty();
    return RiverPrinter.format(parsed.tree());
  }

  @TestFactory
  List<DynamicTest> formats() {
    return GoldenFile.tests("format.golden", RiverPrinterTest::format);
  }

  @TestFactory
  List<DynamicTest> leavesWhatIsFormattedAsItIs() {
    return GoldenFile.tests(
        "format.golden",
        input -> {
          String once = format(input);
          assertThat(format(once)).isEqualTo(once);
          assertThat(Trees.shape(RiverParser.parse("", once).tree()))
              .isEqualTo(Trees.shape(RiverParser.parse("", input).tree()));
          return once;
        });
  }

  @Test
  void endsLinesWithoutCarriageReturns() {
    assertThat(format("// a\r\nb = `x\r\ny`\r\nc {\r\n}\r\n"))
        .isEqualTo("// a\nb = `x\ny`\n\nc { }\n");
  }

  @Test
  void keepsTreeAndCommentsOfRandomFiles() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 3_000; i++) {
      String source = new RandomSource(random).file();
      RiverFile before =
          RiverParser.parse("", source).sound().orElseThrow(() -> new AssertionError(source));
      String text = RiverPrinter.format(before);
      RiverFile after =
          RiverParser.parse("", text)
              .sound()
              .orElseThrow(() -> new AssertionError(source + "\n---\n" + text));
      assertThat(Trees.shape(after)).as(source).isEqualTo(Trees.shape(before));
      assertThat(after.comments()).as(source).hasSameSizeAs(before.comments());
      assertThat(RiverPrinter.format(after)).as(source).isEqualTo(text);
    }
  }

  @Test
  void printsRandomTreesThatNoFileStandsBehind() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      RiverFile tree = new RandomTree(random).file();
      String text = RiverPrinter.print(tree.body());
      RiverFile read =
          RiverParser.parse("", text).sound().orElseThrow(() -> new AssertionError(text));
      assertThat(Trees.shape(read)).as(text).isEqualTo(Trees.shape(tree));
      assertThat(RiverPrinter.print(read.body())).isEqualTo(text);
    }
  }

  @Test
  void printsBuiltTreesWithALineForEachField() {
    var one = new Literal(Literal.Kind.NUMBER, "1", Span.NONE);
    var object =
        new Expression.ObjectExpression(
            List.of(
                new Expression.Field("a", "", Span.NONE, one),
                new Expression.Field("b c", "", Span.NONE, one),
                new Expression.Field("d\"e", "", Span.NONE, one)),
            Span.NONE);
    var attribute = new Statement.Attribute(new Name("x", Span.NONE), object);
    var block =
        new Statement.Block(
            List.of("p", "q"), Span.NONE, "l", Span.NONE, List.of(attribute), Span.NONE, Span.NONE);
    assertThat(RiverPrinter.print(List.of(block)))
        .isEqualTo(
            """
            p.q "l" {
            	x = {
            		a     = 1,
            		"b c" = 1,
            		`d"e` = 1,
            	}
            }
            """);
    assertThat(RiverPrinter.print(new Expression.ArrayExpression(List.of(one, one), Span.NONE)))
        .isEqualTo("[1, 1]");
  }
}
