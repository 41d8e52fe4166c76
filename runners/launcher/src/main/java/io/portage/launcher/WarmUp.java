package io.portage.launcher;

import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on threads of its own what a run needs in any case and does not have to wait for: libraries
 * that take long when they are first used.
 *
 * <p>What fails here fails again, and is told, where it is needed.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private WarmUp() {}

  /** Starts, and returns at once. */
  static void start(Engine engine) {
    List<Runnable> parts = List.of(WarmUp::beam, WarmUp::expressions, engine::warmUp);
    for (Runnable part : parts) {
      Thread thread = new Thread(() -> run(part), "portage-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void run(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      LOG.debug("Nothing could be prepared", e);
    }
  }

  /** The interfaces of all options are looked through when the class is loaded. */
  private static void beam() {
    PipelineOptionsFactory.create();
  }

  private static void expressions() {
    try {
      Expression.compileCondition("row.a == 'b'");
    } catch (ExpressionException e) {
      throw new IllegalStateException(e);
    }
  }
}
