package io.portage.read;

import io.portage.config.PortageConfig;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.StopOffsets;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Read specs as {@link ReadChanges} makes them, by default for a reader of offset ranges. */
final class ReadSpecs {
  private ReadSpecs() {}

  static SerializableReadSpec of(
      PortageConfig config, SourcePartitions partitions, @Nullable StopOffsets stops) {
    return at(Instant.now(), config, partitions, stops);
  }

  static SerializableReadSpec at(
      Instant builtAt,
      PortageConfig config,
      SourcePartitions partitions,
      @Nullable StopOffsets stops) {
    return inChunks(1, builtAt, config, partitions, stops);
  }

  static SerializableReadSpec inChunks(
      int chunkRecords,
      Instant builtAt,
      PortageConfig config,
      SourcePartitions partitions,
      @Nullable StopOffsets stops) {
    return SerializableReadSpec.of(
        new ReaderStateKey(config.name(), config.source().groupId(), partitions),
        new ReadSpec(
            UUID.randomUUID().toString(),
            builtAt,
            config.source(),
            config.latest(),
            new TestFormat(),
            stops,
            chunkRecords,
            Clock.systemUTC()));
  }
}
