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
 * The settings of a Kafka read. They belong to the job graph and are never written to a reader's
 * state.
 *
 * @param graphId the unique id of the graph
 * @param builtAt the time at which the graph was built
 * @param stops the stop offsets of a bounded run, or null
 * @param chunkRecords the maximum number of records in a chunk, see {@link RecordChunk}
 */
record ReadSpec(
    String graphId,
    Instant builtAt,
    SourceConfig source,
    LatestConfig mergeConfig,
    Format format,
    @Nullable StopOffsets stops,
    int chunkRecords,
    Clock clock)
    implements Serializable {

  /**
   * Returns the maximum number of sequential readers: as many as there are writers. A reader costs
   * two consumers, with their threads and buffers, whatever the number of its partitions.
   */
  int mostReaders() {
    return mergeConfig.shards();
  }

  boolean isBounded() {
    return stops != null;
  }
}
