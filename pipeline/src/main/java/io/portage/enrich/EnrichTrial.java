package io.portage.enrich;

import io.portage.config.PortageConfig;
import io.portage.config.reference.ReferenceException;
import io.portage.model.Change;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.RejectedChangeException;
import io.portage.target.TargetTables;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Enriches changes outside of a pipeline, to find those that would become dead letters. The
 * references are read once. Not thread-safe.
 */
public final class EnrichTrial {
  private final Enricher enricher;
  private final ReferenceSnapshot references;

  private EnrichTrial(Enricher enricher, ReferenceSnapshot references) {
    this.enricher = enricher;
    this.references = references;
  }

  /**
   * Creates the trial of a job and reads its references.
   *
   * @throws IllegalStateException if a reference cannot be read
   */
  public static EnrichTrial of(PortageConfig config, TargetTables tables, Clock clock) {
    Map<String, ReferenceTable> byName = new HashMap<>();
    for (ReferenceSpec spec : ReferenceSpec.of(config)) {
      try {
        byName.put(spec.name(), ReferenceReader.readFromSource(spec, clock.millis()));
      } catch (ReferenceException unreadable) {
        throw new IllegalStateException(
            "reference " + spec.name() + ": " + unreadable.getMessage(), unreadable);
      }
    }
    return new EnrichTrial(
        new Enricher(config, tables, clock, () -> {}),
        new ReferenceSnapshot(Map.copyOf(byName), clock.millis()));
  }

  /**
   * Enriches a change.
   *
   * @param onFailure receives the cause if the change fails
   * @return the change with its target columns, or null if it fails
   */
  public @Nullable Change enrich(Change change, Consumer<FailureCause> onFailure) {
    try {
      return enricher.enrich(change, references, new LookupMissCounter());
    } catch (RejectedChangeException failure) {
      onFailure.accept(failure.cause());
      return null;
    }
  }
}
