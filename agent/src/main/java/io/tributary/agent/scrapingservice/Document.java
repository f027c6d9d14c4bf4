package io.tributary.agent.scrapingservice;

import io.tributary.river.syntax.Statement;
import java.util.List;

/// A configuration of the store as what runs it.
///
/// @param group which log it writes to; configurations of one group have the same log body
/// @param isShared whether others may be of its group
/// @param log log and destinations: a module that exports its `receiver`
/// @param jobs a module that takes this as its argument `receiver`
public record Document(String group, boolean isShared, List<Statement> log, List<Statement> jobs) {
  /// What the module with the log exports, and the one with the jobs takes.
  public static final String RECEIVER = "receiver";

  public Document {
    log = List.copyOf(log);
    jobs = List.copyOf(jobs);
  }

  /// Reads what lies in the store. Throws [io.tributary.base.config.ConfigException] where it is
  /// not sound.
  @FunctionalInterface
  public interface Reader {
    Document read(String name, byte[] yaml);
  }
}
