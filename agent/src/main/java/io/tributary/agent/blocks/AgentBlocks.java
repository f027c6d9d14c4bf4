package io.tributary.agent.blocks;

import io.tributary.base.config.ConfigException;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Stability;
import io.tributary.net.server.WebConfigHolder;
import io.tributary.runtime.ConfigBlock;

/// The blocks of one agent, with what they set.
public final class AgentBlocks {
  private final WebConfigHolder web = new WebConfigHolder();
  private volatile boolean hasLiveDebugging;
  private volatile boolean isHttpInForce;
  private volatile double sampledFraction = TracingBlock.DEFAULTS.samplingFraction();

  /// What the block `http` sets: to be given to the listeners.
  public WebConfigHolder web() {
    return web;
  }

  /// Whether what the block `http` asks for is in force, be it that there is no such block. Before
  /// it is, nobody should be let in.
  public boolean isHttpInForce() {
    return isHttpInForce;
  }

  /// What the block `livedebugging` says.
  public boolean hasLiveDebugging() {
    return hasLiveDebugging;
  }

  /// The fraction of its own traces that the agent takes, as the block `tracing` says.
  public double sampledFraction() {
    return sampledFraction;
  }

  /// Everything that may stand in a configuration beside components.
  public ConfigBlock<?>[] all() {
    return new ConfigBlock<?>[] {
      LoggingBlock.block(),
      TracingBlock.block(tracing -> sampledFraction = tracing.samplingFraction()),
      HttpBlock.block(web, () -> isHttpInForce = true),
      liveDebugging(),
      unavailable("remotecfg", "this version of Tributary has no remote configuration"),
      unavailable("clustering", "a cluster is set up by the flags --cluster.*"),
    };
  }

  private ConfigBlock<Boolean> liveDebugging() {
    return ConfigBlock.service(
        "livedebugging",
        Stability.GENERALLY_AVAILABLE,
        ArgumentsCodec.of(block -> block.attribute("enabled").bool(false), _ -> Body.EMPTY),
        false,
        isEnabled -> hasLiveDebugging = isEnabled);
  }

  /// One that the originals have: to leave it aside would be worse than to refuse it.
  private static ConfigBlock<Boolean> unavailable(String name, String why) {
    return ConfigBlock.service(
        name,
        Stability.GENERALLY_AVAILABLE,
        ArgumentsCodec.of(
            _ -> {
              throw new ConfigException("block \"%s\" cannot be used: %s".formatted(name, why));
            },
            _ -> Body.EMPTY),
        false,
        _ -> {});
  }
}
