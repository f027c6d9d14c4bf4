package io.tributary.runtime.graph;

import io.tributary.base.config.ConfigException;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Findings;
import io.tributary.river.value.Value;
import io.tributary.runtime.link.Spec;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node of the configuration itself, which the API does not list.
abstract class BlockNode extends Node {
  private static final Logger LOG = LoggerFactory.getLogger(BlockNode.class);

  BlockNode(Controller controller, Spec spec) {
    super(controller, spec);
  }

  abstract void evaluate(Map<String, Value> variables) throws NodeFailure;

  @Override
  final void evaluate(Map<String, Value> variables, Findings findings) {
    try {
      evaluate(variables);
    } catch (NodeFailure e) {
      findings.addAll(e.diagnostics());
      log(String.valueOf(e.getMessage()));
    } catch (ConfigException e) {
      findings.addAll(failure(NodeFailure.reason(e)).diagnostics());
      log(NodeFailure.reason(e));
    } catch (RuntimeException | Error e) {
      findings.addAll(failure(NodeFailure.reason(e)).diagnostics());
      LOG.atError().addKeyValue("node", id()).setCause(e).log("BUG: evaluation failed");
    }
  }

  private void log(String reason) {
    LOG.atError()
        .addKeyValue("node", componentId())
        .addKeyValue("err", reason)
        .log("failed to evaluate config");
  }

  /// How messages begin.
  String failedMessage() {
    return "Failed to evaluate node for config block: ";
  }

  /// A failure that concerns the block as a whole.
  final NodeFailure failure(String reason) {
    return new NodeFailure(
        reason, List.of(Diagnostic.error(spec().span(), failedMessage() + reason)));
  }
}
