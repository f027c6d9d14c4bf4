package io.tributary.dialects.instance;

import io.tributary.river.syntax.Statement;
import java.util.List;

/// A configuration as two modules of the graph: its log with its destinations, and its jobs.
///
/// @param group the configurations that share a log: 32 digits in the mode `shared`, the name of
///   the one in the mode `distinct`
/// @param groupBody the module with the log, the same for all of a group; it exports its receiver
///   as [#RECEIVER]
/// @param body the module with discovery and jobs; it takes the receiver as its argument
///   [#RECEIVER]
public record InstanceModule(String group, List<Statement> groupBody, List<Statement> body) {
  public static final String RECEIVER = "receiver";

  public InstanceModule {
    groupBody = List.copyOf(groupBody);
    body = List.copyOf(body);
  }
}
