package io.portage.launcher.run;

import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.launcher.Engine;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the libraries that are slow at first use, on separate threads, so that a run need not wait
 * for them.
 *
 * <p>A failure here is not reported: it occurs again, and is reported, at the first real use.
 */
public final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private WarmUp() {}

  /** Starts the loading for every run, in the order of first use. Returns at once. */
  public static void start(Engine engine) {
    aside(
        () -> {
          beam();
          engine.warmUp();
        });
    aside(WarmUp::expressions);
  }

  /**
   * Loads the classes that Beam generates to call the functions of {@code pipeline}, while a runner
   * of this process translates it. Returns at once.
   */
  static void callers(Pipeline pipeline) {
    List<DoFn<?, ?>> functions = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof ParDo.MultiOutput<?, ?> step) {
              functions.add(step.getFn());
            }
          }
        });
    aside(() -> functions.forEach(DoFnInvokers::invokerFor));
  }

  private static void aside(Runnable part) {
    Thread thread = new Thread(() -> run(part), "portage-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      LOG.debug("The warm-up failed", e);
    }
  }

  /** Loading the class scans the interfaces of all options. */
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
