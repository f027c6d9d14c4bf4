package io.tributary.agent.architecture;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Rules about the sources of the whole repository.
class RepositoryTest {
  private static final int MAX_MAIN_LINES = 600;

  private static final Set<String> SKIPPED_FOLDERS =
      Set.of(".git", "target", "build", "node_modules", ".idea", ".vscode", "data-agent");

  private static final Set<String> TEXT =
      Set.of("java", "xml", "md", "yml", "yaml", "sh", "properties", "json", "txt", "conf", "");

  /// Paths of one machine and addresses of registries; put together here so that this file passes.
  private static final Pattern OF_THE_WORKPLACE =
      Pattern.compile(
          String.join(
              "|",
              "(^|[^a-z.])/(wor" + "k|far" + "m)/",
              "\"resolved\": *\"http",
              "distributionUrl" + "=",
              "/mav" + "en2/",
              "sub-?agen" + "t",
              "helper sessio" + "n"));

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "^public (?:(?:final|abstract|sealed|non-sealed) )*(?:class|record|interface|enum) .*");

  private static final Path ROOT = requireNonNull(Checkout.file("ARCHITECTURE.md").getParent());

  @Test
  void mainFilesAreShortEnoughToRead() {
    List<String> tooLong = new ArrayList<>();
    for (Path file : files(path -> isJava(path, "main"))) {
      int lines = lines(file).size();
      if (lines > MAX_MAIN_LINES) {
        tooLong.add(ROOT.relativize(file) + ": " + lines + " lines");
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void publicTypesSayWhatTheyAreFor() {
    List<String> silent = new ArrayList<>();
    for (Path file : files(path -> isJava(path, "main"))) {
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (PUBLIC_TYPE.matcher(lines.get(i)).matches() && !isDocumented(lines, i)) {
          silent.add(ROOT.relativize(file) + ":" + (i + 1));
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void packagesSayWhatTheyAreFor() {
    List<String> silent = new ArrayList<>();
    for (Path file : files(path -> isJava(path, "main"))) {
      Path info = file.resolveSibling("package-info.java");
      if (!Files.exists(info)) {
        silent.add(ROOT.relativize(file.getParent()).toString());
      } else if (!lines(info).stream().anyMatch(line -> line.contains("NullMarked"))) {
        silent.add(ROOT.relativize(info) + ": not @NullMarked");
      }
    }
    assertThat(silent.stream().distinct()).isEmpty();
  }

  @Test
  void testsWaitForConditionsInsteadOfSleeping() {
    Pattern sleep = Pattern.compile("Thread\\s*\\.\\s*slee" + "p\\s*\\(");
    assertThat(findings(path -> isJava(path, "test"), sleep)).isEmpty();
  }

  @Test
  void nothingNamesTheMachineItWasWrittenOn() {
    assertThat(findings(path -> TEXT.contains(extension(path)), OF_THE_WORKPLACE)).isEmpty();
  }

  private static List<String> findings(Predicate<Path> filter, Pattern pattern) {
    List<String> findings = new ArrayList<>();
    for (Path file : files(filter)) {
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (pattern.matcher(lines.get(i)).find()) {
          findings.add(ROOT.relativize(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    return findings;
  }

  /// A comment ends on the line above the declaration, or above its annotations.
  private static boolean isDocumented(List<String> lines, int declaration) {
    int at = declaration - 1;
    while (at >= 0 && !lines.get(at).isBlank() && !lines.get(at).startsWith("///")) {
      at--;
    }
    return at >= 0 && lines.get(at).startsWith("///");
  }

  private static boolean isJava(Path path, String sourceSet) {
    return extension(path).equals("java")
        && path.toString().replace('\\', '/').contains("/src/" + sourceSet + "/java/");
  }

  private static String extension(Path path) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }

  private static List<Path> files(Predicate<Path> filter) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              Path name = folder.getFileName();
              return name != null && SKIPPED_FOLDERS.contains(name.toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              // A linked checkout has a file named .git that points elsewhere.
              if (!file.endsWith(".git") && attributes.isRegularFile() && filter.test(file)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (MalformedInputException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
