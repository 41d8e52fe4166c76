package io.portage.dataflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.StateSpec;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * A portable graph as text: for each step with a function, in the order of their names, the
 * properties that an update requires to be unchanged.
 */
final class GraphText {
  private final RunnerApi.Pipeline graph;
  private final RehydratedComponents components;

  private GraphText(RunnerApi.Pipeline graph) {
    this.graph = graph;
    this.components = RehydratedComponents.forComponents(graph.getComponents());
  }

  /** Returns the lines by step. */
  static Map<String, List<String>> of(RunnerApi.Pipeline graph) {
    GraphText text = new GraphText(graph);
    Map<String, List<String>> steps = new TreeMap<>();
    for (PTransform step : graph.getComponents().getTransformsMap().values()) {
      if (step.getSubtransformsCount() == 0 && !step.getSpec().getUrn().isEmpty()) {
        steps.put(step.getUniqueName(), text.lines(step));
      }
    }
    return steps;
  }

  /** Returns every coder of the graph, including component coders. */
  static List<Coder<?>> coders(RunnerApi.Pipeline graph) {
    GraphText text = new GraphText(graph);
    return graph.getComponents().getCodersMap().keySet().stream()
        .<Coder<?>>map(text::coder)
        .toList();
  }

  private List<String> lines(PTransform step) {
    List<String> lines = new ArrayList<>();
    lines.add("does " + step.getSpec().getUrn());
    step.getOutputsMap().values().stream()
        .map(id -> graph.getComponents().getPcollectionsOrThrow(id))
        .map(
            out ->
                "gives "
                    + name(coder(out.getCoderId()))
                    + " in "
                    + windows(out.getWindowingStrategyId()))
        .sorted()
        .forEach(lines::add);
    if (step.getSpec().getUrn().equals(PTransformTranslation.PAR_DO_TRANSFORM_URN)) {
      parDo(step, lines);
    }
    return lines;
  }

  private void parDo(PTransform step, List<String> lines) {
    ParDoPayload parDo;
    try {
      parDo = ParDoPayload.parseFrom(step.getSpec().getPayload());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!parDo.getRestrictionCoderId().isEmpty()) {
      lines.add("splits by " + name(coder(parDo.getRestrictionCoderId())));
    }
    new TreeMap<>(parDo.getStateSpecsMap())
        .forEach((id, spec) -> lines.add("state " + id + ": " + state(spec)));
    new TreeMap<>(parDo.getTimerFamilySpecsMap())
        .forEach((id, spec) -> lines.add("timer " + id + ": " + spec.getTimeDomain()));
  }

  private String state(StateSpec spec) {
    return switch (spec.getSpecCase()) {
      case READ_MODIFY_WRITE_SPEC ->
          "value of " + name(coder(spec.getReadModifyWriteSpec().getCoderId()));
      case BAG_SPEC -> "bag of " + name(coder(spec.getBagSpec().getElementCoderId()));
      case COMBINING_SPEC ->
          "sum of " + name(coder(spec.getCombiningSpec().getAccumulatorCoderId()));
      default -> spec.getSpecCase().toString();
    };
  }

  private String windows(String id) {
    WindowingStrategy<?, ?> windows;
    try {
      windows = components.getWindowingStrategy(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return windows.getWindowFn().getClass().getSimpleName()
        + ", "
        + windows.getTrigger()
        + ", late "
        + windows.getAllowedLateness()
        + ", "
        + windows.getMode();
  }

  private Coder<?> coder(String id) {
    try {
      return components.getCoder(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String name(Coder<?> coder) {
    String name = coder.getClass().getSimpleName();
    if (coder instanceof SerializableCoder<?> java) {
      return name + "(" + java.getRecordType().getName() + ")";
    }
    List<? extends Coder<?>> inner = coder.getCoderArguments();
    return inner == null || inner.isEmpty()
        ? name
        : name + inner.stream().map(GraphText::name).collect(Collectors.joining(", ", "(", ")"));
  }
}
