package io.portage.read;

import io.portage.kafka.PartitionOffsets;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.StopOffsets;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that begins at the configured start, tracks the offset range of each record and
 * returns records in chunks. In bounded runs it stops at the stop offsets and appends one end mark
 * per partition.
 *
 * <p>A partition that does not exist yet looks empty to the caller; it is assigned to the real
 * consumer once it is discovered.
 *
 * <p>A proxy, because KafkaIO calls methods ({@code poll(long)}) that later clients no longer have
 * in the interface. All other methods are passed to the real consumer.
 */
final class TrackingConsumer implements InvocationHandler {
  private static final Logger LOG = LoggerFactory.getLogger(TrackingConsumer.class);

  /**
   * A lag up to this number of offsets counts as no lag: the offsets after the last record may be
   * transaction markers.
   */
  private static final long NEGLIGIBLE_LAG = 100;

  private final LazyConsumer real;
  private final PartitionAvailability partitionAvailability;
  private final StartOffsets starts;
  private final @Nullable StopOffsets stops;
  private final int chunkRecords;
  private final Map<TopicPartition, OffsetCursor> cursors = new HashMap<>();
  private final Set<TopicPartition> assignedAndExisting = new HashSet<>();
  private final AssignedSlots slots;
  private final PartitionOffsets offsets;

  private TrackingConsumer(
      LazyConsumer real,
      PartitionAvailability partitionAvailability,
      StartOffsets starts,
      @Nullable StopOffsets stops,
      int chunkRecords) {
    this.real = real;
    this.partitionAvailability = partitionAvailability;
    this.slots = new AssignedSlots(partitionAvailability);
    this.starts = starts;
    this.stops = stops;
    this.chunkRecords = chunkRecords;
    this.offsets = new PartitionOffsets(real::get, cursors.keySet(), partitionAvailability::exists);
  }

  /**
   * Returns a consumer around {@code real}.
   *
   * @param chunkRecords the maximum number of records in a chunk
   */
  @SuppressWarnings("unchecked") // a proxy of a generic interface
  static Consumer<byte[], byte[]> around(
      LazyConsumer real,
      PartitionAvailability partitionAvailability,
      StartOffsets starts,
      @Nullable StopOffsets stops,
      int chunkRecords) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            TrackingConsumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new TrackingConsumer(real, partitionAvailability, starts, stops, chunkRecords));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    Object first = args == null || args.length == 0 ? null : args[0];
    switch (method.getName()) {
      case "assign" -> track(partitions(first));
      case "position" -> {
        // Without a checkpoint, KafkaIO asks for the position right after assign.
        return position((TopicPartition) first);
      }
      case "seek" -> {
        return seek(method, args);
      }
      case "poll" -> {
        return poll(method, args);
      }
      case "partitionsFor" -> {
        return partitionAvailability.partitionInfos(String.valueOf(first));
      }
      case "endOffsets" -> {
        return offsets.ends(partitions(first));
      }
      case "beginningOffsets" -> {
        return offsets.beginnings(partitions(first));
      }
      case "currentLag" -> {
        return assignedAndExisting.contains(first) ? call(method, args) : OptionalLong.of(0);
      }
      case "assignment" -> {
        Set<TopicPartition> assignment = new HashSet<>(cursors.keySet());
        assignment.addAll(slots.all());
        return assignment;
      }
      case "seekToEnd" -> seek(offsets.ends(partitions(first)));
      case "seekToBeginning" -> seek(offsets.beginnings(partitions(first)));
      case "pause" -> real.ifOpen(open -> open.pause(assignedAndExisting(first)));
      case "resume" -> real.ifOpen(open -> open.resume(assignedAndExisting(first)));
      case "wakeup" -> real.wakeup();
      case "close" -> {
        partitionAvailability.close();
        return real.isOpen() ? call(method, args) : null;
      }
      default -> {
        verifyExists(method, first);
        return call(method, args);
      }
    }
    return null;
  }

  private void track(List<TopicPartition> partitions) {
    cursors.clear();
    slots.clear();
    assignedAndExisting.clear();
    for (TopicPartition tp : partitions) {
      if (SourcePartitions.isSlot(tp)) {
        slots.assign(tp);
        continue;
      }
      cursors.put(tp, new OffsetCursor(stop(tp)));
      if (partitionAvailability.exists(tp)) {
        assignedAndExisting.add(tp);
      }
    }
    if (!assignedAndExisting.isEmpty()) {
      real.get().assign(assignedAndExisting);
    }
  }

  private @Nullable Long stop(TopicPartition partition) {
    if (stops == null) {
      return null;
    }
    Long stop = stops.of(partition.topic(), partition.partition());
    // A partition created after the stop offsets were resolved lies past them.
    return stop == null ? Long.valueOf(0) : stop;
  }

  private long position(@Nullable TopicPartition partition) {
    if (partition != null && slots.contains(partition)) {
      return slots.position(partition);
    }
    OffsetCursor cursor = cursors.get(partition);
    if (partition == null || cursor == null) {
      throw new IllegalStateException("not assigned: " + partition);
    }
    startAt(partition, cursor);
    // The real consumer's position has passed transaction markers. With it a reader of offset
    // ranges would regard them as done, and the next record would not cover them.
    return cursor.nextOffset();
  }

  private void startAt(TopicPartition partition, OffsetCursor cursor) {
    if (!cursor.hasStarted() && assignedAndExisting.contains(partition)) {
      real.get().seek(partition, cursor.startAt(start(partition), false));
    }
  }

  private long start(TopicPartition partition) {
    return partitionAvailability.isNew(partition)
        ? StartOffsets.startOfDiscovered(offsets, partition)
        : starts.resolve(offsets, partition);
  }

  private @Nullable Object seek(Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (args == null || args.length < 2 || !(args[0] instanceof TopicPartition partition)) {
      return call(method, args);
    }
    long offset = args[1] instanceof OffsetAndMetadata place ? place.offset() : (Long) args[1];
    if (slots.contains(partition)) {
      slots.seek(partition, offset);
      return null;
    }
    OffsetCursor cursor = cursors.get(partition);
    if (cursor == null) {
      return call(method, args);
    }
    seek(partition, cursor, offset);
    return null;
  }

  private void seek(TopicPartition partition, OffsetCursor cursor, long offset) {
    if (cursor.hasStarted() && cursor.nextOffset() == offset) {
      return; // a reader of offset ranges continues with the same consumer
    }
    long next = cursor.startAt(offset, true);
    if (assignedAndExisting.contains(partition)) {
      real.get().seek(partition, next);
    }
  }

  private void seek(Map<TopicPartition, Long> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          OffsetCursor cursor = cursors.get(partition);
          if (slots.contains(partition)) {
            return; // only the consumer of end offsets seeks like this, and a slot has none
          }
          if (cursor == null) {
            throw new IllegalStateException("not assigned: " + partition);
          }
          seek(partition, cursor, offset);
        });
  }

  /**
   * Fails if the method concerns a partition that the real consumer is not assigned: its own error
   * would be one that KafkaIO does not expect.
   */
  private void verifyExists(Method method, @Nullable Object first) {
    Collection<?> asked =
        first instanceof Map<?, ?> map
            ? map.keySet()
            : first instanceof Collection<?> all ? all : first == null ? List.of() : List.of(first);
    for (Object one : asked) {
      if (one instanceof TopicPartition partition && !partitionAvailability.exists(partition)) {
        throw new UnsupportedOperationException(
            method.getName() + " of " + partition + ", which does not exist yet");
      }
    }
  }

  private List<TopicPartition> assignedAndExisting(@Nullable Object partitions) {
    return partitions(partitions).stream().filter(assignedAndExisting::contains).toList();
  }

  private static List<TopicPartition> partitions(@Nullable Object argument) {
    return argument instanceof Collection<?> all
        ? all.stream().map(TopicPartition.class::cast).toList()
        : List.of();
  }

  private Object poll(Method method, @Nullable Object @Nullable [] args) throws Throwable {
    partitionAvailability.refresh();
    assignDiscovered();
    cursors.forEach(this::startAt);
    offsets.forget();
    try {
      ConsumerRecords<byte[], byte[]> polled = polled(method, args);
      if (partitionAvailability.isReadingStopped()) {
        return ConsumerRecords.empty(); // not tracked: the next run reads them
      }
      TrackedPoll tracked = new TrackedPoll(polled, cursors);
      partitionAvailability.returned(tracked.positions());
      cursors.forEach((partition, cursor) -> end(partition, cursor, tracked));
      return slots.inSlots(tracked.chunks(chunkRecords, this::isAtEnd));
    } catch (OffsetOutOfRangeException e) {
      Map.Entry<TopicPartition, Long> lost =
          e.offsetOutOfRangePartitions().entrySet().iterator().next();
      throw StartOffsets.lost(offsets, lost.getKey(), lost.getValue());
    }
  }

  /** Returns true if the partition has almost no records after those already returned. */
  private boolean isAtEnd(TopicPartition partition) {
    OffsetCursor cursor = cursors.get(partition);
    return cursor == null
        || !cursor.isBeforeStop(cursor.nextOffset())
        || !assignedAndExisting.contains(partition)
        || real.get().currentLag(partition).orElse(0) <= NEGLIGIBLE_LAG;
  }

  @SuppressWarnings("unchecked") // the return type of poll
  private ConsumerRecords<byte[], byte[]> polled(Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (assignedAndExisting.isEmpty()) {
      Object timeout = args == null ? null : args[0];
      real.await(timeout instanceof Long millis ? Duration.ofMillis(millis) : duration(timeout));
      return ConsumerRecords.empty();
    }
    return (ConsumerRecords<byte[], byte[]>) Objects.requireNonNull(call(method, args), "poll");
  }

  private static Duration duration(@Nullable Object timeout) {
    return (Duration) Objects.requireNonNull(timeout, "timeout");
  }

  private void assignDiscovered() {
    slots.discover(
        (partition, position) -> {
          OffsetCursor cursor = new OffsetCursor(null);
          if (position != null) {
            cursor.startAt(position, true);
          }
          cursors.put(partition, cursor);
        });
    Map<TopicPartition, OffsetCursor> found = new LinkedHashMap<>();
    cursors.forEach(
        (partition, cursor) -> {
          if (!assignedAndExisting.contains(partition) && partitionAvailability.exists(partition)) {
            if (!cursor.hasStarted()) {
              cursor.startAt(start(partition), false);
            }
            found.put(partition, cursor);
          }
        });
    if (!found.isEmpty()) {
      assignedAndExisting.addAll(found.keySet());
      real.get().assign(assignedAndExisting);
      found.forEach(
          (partition, cursor) -> {
            long next = cursor.nextOffset();
            real.get().seek(partition, next);
            LOG.info("{} was discovered: reading from offset {}", partition, next);
          });
    }
  }

  private void end(TopicPartition partition, OffsetCursor cursor, TrackedPoll tracked) {
    if (!cursor.awaitsEnd()) {
      return;
    }
    RecordCoverage end = cursor.end(realPosition(partition, cursor));
    if (end != null) {
      if (assignedAndExisting.contains(partition)) {
        real.get().pause(List.of(partition));
      }
      tracked.append(partition, cursor.endOffset(), end);
    }
  }

  /**
   * Returns the real consumer's position without waiting for it; -1 if the client does not know it.
   */
  private long realPosition(TopicPartition partition, OffsetCursor cursor) {
    if (!assignedAndExisting.contains(partition)) {
      return cursor.hasStarted() ? cursor.nextOffset() : cursor.startAt(0, false);
    }
    try {
      return real.get().position(partition, Duration.ZERO);
    } catch (TimeoutException e) {
      return -1; // asked again after the next poll
    }
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(real.get(), args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
