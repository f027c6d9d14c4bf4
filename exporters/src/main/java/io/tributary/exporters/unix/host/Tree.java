package io.tributary.exporters.unix.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A folder of files that the kernel makes up when they are read: `/proc`, `/sys`, or a part of
/// them. Names are relative to `root`, which is a setting: in a container the host's are elsewhere.
public record Tree(Path root) {
  /// Far above the largest file that is read here, `/proc/net/udp` with all its sockets.
  private static final int MAX_BYTES = 64 << 20;

  /// Attributes of sysfs are one short line.
  private static final int ATTRIBUTE_BYTES = 128;

  /// How the C library words EINVAL and EOPNOTSUPP, with which drivers answer for attributes that a
  /// device does not have.
  private static final List<String> NOT_THERE =
      List.of("Invalid argument", "Operation not supported");

  private static final char REPLACEMENT = (char) 0xfffd;
  private static final Pattern REPLACEMENTS = Pattern.compile("\\x{FFFD}+");

  public Path at(String name) {
    return root.resolve(name);
  }

  public Tree in(String folder) {
    return new Tree(at(folder));
  }

  /// Whether there is such a file or folder.
  public boolean has(String name) {
    return Files.exists(at(name));
  }

  /// A whole file.
  public String text(String name) throws IOException {
    try (InputStream in = Files.newInputStream(at(name))) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      if (bytes.length == MAX_BYTES) {
        throw new MalformedException("cannot read " + at(name) + ": more than 64 MiB");
      }
      return text(bytes, bytes.length);
    }
  }

  public List<String> lines(String name) throws IOException {
    return text(name).lines().toList();
  }

  /// As [#lines], or null where there is no such file.
  public @Nullable List<String> linesIfPresent(String name) throws IOException {
    try {
      return lines(name);
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  /// As [#lines]. Without the file the host has no data, and `reason` says of what.
  public List<String> linesOrNoData(String name, String reason) throws IOException {
    List<String> lines = linesIfPresent(name);
    if (lines == null) {
      throw new NoDataException(reason);
    }
    return lines;
  }

  /// The words of a file, wherever its lines end.
  public List<String> words(String name) throws IOException {
    return Numbers.fields(text(name));
  }

  /// A whole file that holds one unsigned number.
  public double number(String name) throws IOException {
    return Numbers.unsigned(text(name).strip());
  }

  /// An attribute: one read of at most 128 bytes, because some drivers answer "try again" for ever
  /// to whoever wants the rest.
  public String attribute(String name) throws IOException {
    return raw(name).strip();
  }

  /// As [#attribute], with the blanks at both ends.
  public String raw(String name) throws IOException {
    byte[] bytes = new byte[ATTRIBUTE_BYTES];
    try (InputStream in = Files.newInputStream(at(name))) {
      int length = Math.max(0, in.read(bytes));
      return text(bytes, length);
    }
  }

  /// An attribute, or null where the device does not have it.
  public @Nullable String attributeIfPresent(String name) throws IOException {
    try {
      return attribute(name);
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      String reason = e.getMessage();
      if (reason != null && NOT_THERE.contains(reason)) {
        return null;
      }
      throw e;
    }
  }

  /// An attribute, or null where the device does not have it or keeps it from us.
  public @Nullable String attributeIfReadable(String name) throws IOException {
    try {
      return attributeIfPresent(name);
    } catch (AccessDeniedException _) {
      return null;
    }
  }

  /// A run of bytes that are no UTF-8 (firmware writes such names) is one replacement character.
  private static String text(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0
        ? text
        : REPLACEMENTS.matcher(text).replaceAll(String.valueOf(REPLACEMENT));
  }

  /// Whether `name` is a file of its own, not a link.
  public boolean isPlainFile(String name) {
    return Files.isRegularFile(at(name), LinkOption.NOFOLLOW_LINKS);
  }

  /// The names in `folder`, sorted.
  public List<String> names(String folder) throws IOException {
    var names = new ArrayList<String>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(folder))) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  /// The names in this folder, sorted. Without the folder the host has no data, and `reason` says
  /// of what.
  public List<String> namesOrNoData(String reason) throws IOException {
    try {
      return names("");
    } catch (NoSuchFileException e) {
      throw new NoDataException(reason, e);
    }
  }

  /// The names in `folder` that match, sorted; none where there is no such folder.
  public List<String> matching(String folder, Pattern name) throws IOException {
    try {
      return names(folder).stream().filter(one -> name.matcher(one).matches()).toList();
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException _) {
      return List.of();
    }
  }
}
