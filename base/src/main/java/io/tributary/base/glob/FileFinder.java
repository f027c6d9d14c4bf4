package io.tributary.base.glob;

import io.tributary.base.config.ConfigException;
import io.tributary.base.glob.PathPattern.Any;
import io.tributary.base.glob.PathPattern.One;
import io.tributary.base.glob.PathPattern.Step;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks the directories that one alternative of a pattern leads to. For a single use.
final class FileFinder {
  private final String pattern;
  private final int most;
  private final Set<String> found;

  /// Directories that were searched already, each with the step that began there: several `**` lead
  /// to one place in many ways.
  private final Set<Visit> visits = new HashSet<>();

  /// The directories that `**` has come through, so that a link cannot lead back into one.
  private final Set<Object> trail = new HashSet<>();

  private List<Step> steps = List.of();

  private record Visit(String directory, int step) {}

  FileFinder(String pattern, int most, Set<String> found) {
    this.pattern = pattern;
    this.most = most;
    this.found = found;
  }

  void find(List<Step> all) throws InterruptedException {
    steps = all;
    try {
      boolean isAbsolute =
          all.getFirst() instanceof One(var first) && first.literal().equals(Optional.of(""));
      search(isAbsolute ? "/" : "", isAbsolute ? 1 : 0);
    } catch (InvalidPathException e) {
      throw new ConfigException("syntax error in pattern \"" + pattern + '"', e);
    }
  }

  private void search(String directory, int step) throws InterruptedException {
    if (step == steps.size() || !visits.add(new Visit(directory, step))) {
      return;
    }
    switch (steps.get(step)) {
      case Any _ -> descend(directory, step);
      case One(var element) -> {
        Optional<String> name = element.literal();
        if (name.isPresent()) {
          arrive(directory + name.get(), step);
        } else {
          matching(directory, element, step);
        }
      }
    }
  }

  private void matching(String directory, Element element, int step) throws InterruptedException {
    for (String name : names(directory)) {
      if (element.matches(name)) {
        arrive(directory + name, step);
      }
    }
  }

  /// `path` stands where `step` wants it, if it exists.
  private void arrive(String path, int step) throws InterruptedException {
    BasicFileAttributes attributes = attributes(path);
    if (attributes == null) {
      return;
    }
    boolean isLast = step == steps.size() - 1;
    if (attributes.isDirectory()) {
      if (!isLast) {
        search(path + "/", step + 1);
      }
    } else if (isLast) {
      add(path);
    }
  }

  /// `**`: this directory, and all below it.
  private void descend(String directory, int step) throws InterruptedException {
    BasicFileAttributes attributes = attributes(directory.isEmpty() ? "." : directory);
    if (attributes == null || !attributes.isDirectory()) {
      return;
    }
    Object key = attributes.fileKey() == null ? directory : attributes.fileKey();
    if (!trail.add(key)) {
      return;
    }
    search(directory, step + 1);
    boolean isLast = step == steps.size() - 1;
    for (String name : names(directory)) {
      BasicFileAttributes inner = attributes(directory + name);
      if (inner != null && inner.isDirectory()) {
        search(directory + name + "/", step);
      } else if (inner != null && isLast) {
        add(directory + name);
      }
    }
    trail.remove(key);
  }

  private void add(String file) {
    found.add(file);
    if (found.size() > most) {
      throw new ConfigException("pattern \"%s\" finds more than %d files".formatted(pattern, most));
    }
  }

  /// A directory that cannot be read has none, one that breaks off has those before.
  private static List<String> names(String directory) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var names = new ArrayList<String>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(Path.of(directory.isEmpty() ? "." : directory))) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    } catch (IOException | DirectoryIteratorException _) {
      // What was found before counts.
    }
    return names;
  }

  /// Null for what is not there; of a link that leads nowhere, its own.
  private static @Nullable BasicFileAttributes attributes(String path) {
    try {
      return Files.readAttributes(Path.of(path), BasicFileAttributes.class);
    } catch (IOException e) {
      return ownAttributes(path);
    }
  }

  private static @Nullable BasicFileAttributes ownAttributes(String path) {
    try {
      return Files.readAttributes(
          Path.of(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return null;
    }
  }
}
