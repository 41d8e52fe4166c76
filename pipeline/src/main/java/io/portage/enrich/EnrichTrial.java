package io.portage.enrich;

import io.portage.config.PortageConfig;
import io.portage.model.Change;
import io.portage.model.DeadLetter.Cause;
import io.portage.target.TargetTables;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Enriches changes outside of a pipeline, to tell which would become dead letters. The references
 * are read once. Not thread-safe.
 */
public final class EnrichTrial {
  private final Enricher enricher;
  private final References references;

  private EnrichTrial(Enricher enricher, References references) {
    this.enricher = enricher;
    this.references = references;
  }

  /**
   * The trial of a job.
   *
   * @throws IllegalStateException when a reference cannot be read
   */
  public static EnrichTrial of(PortageConfig config, TargetTables tables, Clock clock) {
    Map<String, Reference> byName = new HashMap<>();
    for (ReferenceSpec spec : ReferenceSpec.of(config)) {
      try {
        byName.put(spec.name(), ReferenceReader.readFromAnywhere(spec, clock.millis()));
      } catch (ReferenceException unreadable) {
        throw new IllegalStateException(
            "reference " + spec.name() + ": " + unreadable.getMessage(), unreadable);
      }
    }
    return new EnrichTrial(
        new Enricher(config, tables, clock, () -> {}),
        new References(Map.copyOf(byName), clock.millis()));
  }

  /** What became of a change: the one with its target columns, or why there is none. */
  public record Result(@Nullable Change change, @Nullable Cause cause) {}

  /** Enriches one. */
  public Result enrich(Change change) {
    try {
      return new Result(enricher.enrich(change, references, new LookupMisses()), null);
    } catch (EnrichFailure failure) {
      return new Result(null, failure.why());
    }
  }
}
