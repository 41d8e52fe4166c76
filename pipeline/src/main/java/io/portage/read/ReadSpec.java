package io.portage.read;

import io.portage.config.LatestConfig;
import io.portage.config.SourceConfig;
import io.portage.kafka.StopOffsets;
import io.portage.model.event.Format;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a run reads: of the graph, never of a reader's state.
 *
 * @param graphId what tells one graph from another
 * @param builtAt when the graph was built
 * @param stops where a bounded run stops, or null
 */
record ReadSpec(
    String graphId,
    Instant builtAt,
    SourceConfig source,
    LatestConfig mergeConfig,
    Format format,
    @Nullable StopOffsets stops,
    Clock clock)
    implements Serializable {

  boolean isBounded() {
    return stops != null;
  }
}
