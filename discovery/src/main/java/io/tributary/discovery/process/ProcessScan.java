package io.tributary.discovery.process;

import io.tributary.base.disk.IoReason;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the processes of a Linux host as targets.
///
/// A process that ends meanwhile, that belongs to the kernel (it has no `exe`), or that this one
/// may not look into is left out.
///
/// Source: grafana/alloy `internal/component/discovery/process/discover.go`; shirou/gopsutil
/// `process/process_linux.go`; proc(5).
public final class ProcessScan {
  static final String CONTAINER_ID = "__container_id__";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessScan.class);
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final int CONTAINER_ID_LENGTH = 64;

  /// Of a command line, which may have some megabytes, the beginning tells what it is.
  static final int MOST_COMMAND_LINE_BYTES = 16 << 10;

  private final Path proc;
  private final Path passwd;

  /// `proc` is `/proc`, `passwd` `/etc/passwd`.
  public ProcessScan(Path proc, Path passwd) {
    this.proc = proc;
    this.passwd = passwd;
  }

  /// All processes in the order of their numbers.
  public List<Labels> processes(ProcessSettings settings) throws IOException {
    Users users = Users.read(passwd);
    var targets = new ArrayList<Labels>();
    int refused = 0;
    for (long pid : pids()) {
      try {
        targets.add(process(pid, settings, users));
      } catch (IOException e) {
        if (!isGone(e)) {
          refused++;
          LOG.atDebug()
              .addKeyValue("pid", pid)
              .addKeyValue("err", IoReason.of(e))
              .log("Cannot look into process");
        }
      }
    }
    if (refused > 0) {
      LOG.atDebug().addKeyValue("count", refused).log("Processes left out");
    }
    return targets;
  }

  private List<Long> pids() throws IOException {
    var pids = new ArrayList<Long>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (NUMBER.matcher(name).matches()) {
          pids.add(Long.valueOf(name));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    pids.sort(null);
    return pids;
  }

  private Labels process(long pid, ProcessSettings settings, Users users) throws IOException {
    Path directory = proc.resolve(Long.toString(pid));
    var labels = new Labels.Builder().set("__process_pid__", Long.toString(pid));
    if (settings.exe()) {
      labels.set("__meta_process_exe", link(directory.resolve("exe")));
    }
    if (settings.cwd()) {
      labels.set("__meta_process_cwd", link(directory.resolve("cwd")));
    }
    if (settings.commandline()) {
      labels.set("__meta_process_commandline", commandLine(directory));
    }
    if (settings.username() || settings.uid()) {
      String uid = uid(directory);
      if (settings.username()) {
        labels.set("__meta_process_username", users.name(uid));
      }
      if (settings.uid()) {
        labels.set("__meta_process_uid", uid);
      }
    }
    if (settings.containerId() || settings.cgroupPath()) {
      List<String> cgroup = lines(directory.resolve("cgroup"));
      if (settings.containerId()) {
        labels.set(CONTAINER_ID, containerId(cgroup));
      }
      if (settings.cgroupPath()) {
        labels.set("__meta_process_cgroup_path", String.join("|", cgroup));
      }
    }
    return labels.build();
  }

  private static String link(Path link) throws IOException {
    return Files.readSymbolicLink(link).toString();
  }

  /// Its arguments with blanks between them; empty ones are left out.
  private static String commandLine(Path directory) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(directory.resolve("cmdline"))) {
      head = in.readNBytes(MOST_COMMAND_LINE_BYTES);
    }
    var arguments = new ArrayList<>(List.of(new String(head, StandardCharsets.UTF_8).split("\0")));
    arguments.removeIf(String::isEmpty);
    return String.join(" ", arguments);
  }

  /// The real one; empty where the kernel does not tell.
  private static String uid(Path directory) throws IOException {
    for (String line : lines(directory.resolve("status"))) {
      if (line.startsWith("Uid:")) {
        return line.substring(4).strip().split("\\s+")[0];
      }
    }
    return "";
  }

  private static List<String> lines(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return text.lines().toList();
  }

  /// That of the first line that names one; empty for a process in no container.
  static String containerId(List<String> cgroup) {
    return cgroup.stream()
        .map(ProcessScan::containerId)
        .filter(id -> !id.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// The last 64 hexadecimal digits behind a slash, or behind a minus somewhere after one, that a
  /// point or the end of the line follows. Users name their control groups: the line is read once.
  private static String containerId(String line) {
    int end = line.stripTrailing().length();
    for (int to = line.length(), from; to > 0; to = from == to ? to - 1 : from) {
      from = to;
      while (from > 0 && isHexadecimal(line.charAt(from - 1))) {
        from--;
      }
      boolean isWhole = to - from == CONTAINER_ID_LENGTH && (to >= end || line.charAt(to) == '.');
      if (isWhole && isBegun(line, from)) {
        return line.substring(from, to);
      }
    }
    return "";
  }

  private static boolean isBegun(String line, int at) {
    return at > 0
        && (line.charAt(at - 1) == '/' || (line.charAt(at - 1) == '-' && line.indexOf('/') < at))
        && line.indexOf('/') >= 0;
  }

  private static boolean isHexadecimal(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /// Files of a process that has ended are missing, or say that there is no such process.
  private static boolean isGone(IOException e) {
    return e instanceof NoSuchFileException
        || String.valueOf(e.getMessage()).contains("No such process");
  }
}
