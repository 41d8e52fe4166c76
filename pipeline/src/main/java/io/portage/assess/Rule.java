package io.portage.assess;

import io.portage.assess.facts.Facts;
import java.util.function.Consumer;

/** Finds obstacles in the facts. Pure: the same facts give the same findings. */
@FunctionalInterface
public interface Rule {
  /** Passes each finding to {@code output}; facts that were not read give none. */
  void find(Facts facts, Consumer<Finding> output);
}
