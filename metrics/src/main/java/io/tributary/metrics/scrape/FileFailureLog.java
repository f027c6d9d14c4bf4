package io.tributary.metrics.scrape;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/// Appends one JSON object a line. A thread of its own writes, so that a slow disk delays no
/// scrape; when it cannot keep up, lines are left out rather than kept without bound.
final class FileFailureLog implements FailureLog, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileFailureLog.class);

  /// Lines waiting to be written, at most.
  private static final int MAX_WAITING = 4096;

  private static final String STOP = "";

  private final Path file;
  private final Clock clock;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final JsonFactory json = new JsonFactory();
  private final Thread writer;
  private boolean warned;

  FileFailureLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("scrape-failure-log").start(this::run);
  }

  @Override
  public void write(String job, String target, String error) {
    var _ = waiting.offer(line(job, target, error));
  }

  /// The file is opened for each batch of lines, so a rotated one is left alone from the next batch
  /// on.
  void reopen() {
    warned = false;
  }

  @Override
  public void close() {
    var _ = waiting.offer(STOP);
  }

  boolean isAlive() {
    return writer.isAlive();
  }

  private void run() {
    try {
      while (true) {
        var lines = new StringBuilder(waiting.take());
        if (lines.isEmpty()) {
          return;
        }
        String more;
        while ((more = waiting.poll()) != null && !more.isEmpty()) {
          lines.append(more);
        }
        append(lines.toString());
        if (more != null) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void append(String lines) {
    try {
      create();
      Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      warned = false;
    } catch (IOException e) {
      if (!warned) {
        warned = true;
        log.warn("cannot write scrape failure log {}: {}", file, e.toString());
      }
    }
  }

  /// Targets may be nobody else's business: a file that is not there yet is made for this user.
  private void create() throws IOException {
    if (Files.exists(file)
        || !Files.getFileStore(file.toAbsolutePath().getParent())
            .supportsFileAttributeView("posix")) {
      return;
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException _) {
      // Somebody was quicker, and it is theirs.
    }
  }

  private String line(String job, String target, String error) {
    var text = new StringWriter();
    try (JsonGenerator out =
        json.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      out.writeStringProperty("time", Instant.ofEpochMilli(clock.wallMs()).toString());
      out.writeStringProperty("level", "ERROR");
      out.writeStringProperty("source", "ScrapeLoop.java");
      out.writeStringProperty("msg", error);
      out.writeStringProperty("job_name", job);
      out.writeStringProperty("target", target);
      out.writeEndObject();
    }
    return text.append('\n').toString();
  }
}
