package io.portage.read;

import io.portage.kafka.StopOffsets;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that begins where the configuration says, marks records with the interval they cover,
 * hands them on in packs, and in bounded runs stops at the stop offsets with one end mark per
 * partition.
 *
 * <p>A proxy, because KafkaIO calls methods ({@code poll(long)}) that later clients no longer have
 * in the interface. What is not handled here goes to the real consumer as it is.
 */
final class TrackingConsumer implements InvocationHandler {
  private final Consumer<byte[], byte[]> real;
  private final StartOffsets starts;
  private final @Nullable StopOffsets stops;
  private final Map<TopicPartition, PartitionCursor> cursors = new HashMap<>();

  private TrackingConsumer(
      Consumer<byte[], byte[]> real, StartOffsets starts, @Nullable StopOffsets stops) {
    this.real = real;
    this.starts = starts;
    this.stops = stops;
  }

  @SuppressWarnings("unchecked") // a proxy of a generic interface
  static Consumer<byte[], byte[]> around(
      Consumer<byte[], byte[]> real, StartOffsets starts, @Nullable StopOffsets stops) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            TrackingConsumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new TrackingConsumer(real, starts, stops));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    Object first = args == null || args.length == 0 ? null : args[0];
    return switch (method.getName()) {
      case "assign" -> {
        Object nothing = call(method, args);
        track((Collection<?>) first);
        yield nothing;
      }
      case "position" -> {
        // KafkaIO asks for it at once where it has no checkpoint.
        place((TopicPartition) first);
        yield call(method, args);
      }
      case "seek" -> seek(method, args);
      case "poll" -> poll(method, args);
      default -> call(method, args);
    };
  }

  private void track(@Nullable Collection<?> partitions) {
    cursors.clear();
    if (partitions != null) {
      for (Object partition : partitions) {
        TopicPartition tp = (TopicPartition) partition;
        cursors.put(tp, new PartitionCursor(stop(tp)));
      }
    }
  }

  private @Nullable Long stop(TopicPartition partition) {
    if (stops == null) {
      return null;
    }
    Long stop = stops.of(partition.topic(), partition.partition());
    // A partition that is younger than the stop offsets lies past them as a whole.
    return stop == null ? Long.valueOf(0) : stop;
  }

  private void place(@Nullable TopicPartition partition) {
    PartitionCursor cursor = cursors.get(partition);
    if (partition != null && cursor != null && !cursor.isPlaced()) {
      real.seek(partition, cursor.place(starts.resolve(real, partition), false));
    }
  }

  private @Nullable Object seek(Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (args == null || args.length < 2 || !(args[0] instanceof TopicPartition partition)) {
      return call(method, args);
    }
    long offset = args[1] instanceof OffsetAndMetadata place ? place.offset() : (Long) args[1];
    PartitionCursor cursor = cursors.get(partition);
    if (cursor == null) {
      return call(method, args);
    }
    real.seek(partition, cursor.place(offset, true));
    return null;
  }

  private Object poll(Method method, @Nullable Object @Nullable [] args) throws Throwable {
    cursors.keySet().forEach(this::place);
    try {
      @SuppressWarnings("unchecked") // what poll returns
      ConsumerRecords<byte[], byte[]> polled = (ConsumerRecords<byte[], byte[]>) call(method, args);
      MarkedRecords marked = new MarkedRecords(polled, cursors);
      cursors.forEach((partition, cursor) -> end(partition, cursor, marked));
      // poll(long) is the reader of KafkaIO that takes records one after the other, see Pack
      boolean oneAfterTheOther = method.getParameterTypes()[0] == long.class;
      return marked.packed(oneAfterTheOther ? Pack.MOST : 1);
    } catch (OffsetOutOfRangeException e) {
      Map.Entry<TopicPartition, Long> lost =
          e.offsetOutOfRangePartitions().entrySet().iterator().next();
      throw StartOffsets.lost(real, lost.getKey(), lost.getValue());
    }
  }

  private void end(TopicPartition partition, PartitionCursor cursor, MarkedRecords marked) {
    if (!cursor.awaitsEnd()) {
      return;
    }
    Mark end = cursor.end(position(partition));
    if (end != null) {
      real.pause(List.of(partition));
      marked.append(partition, cursor.endOffset(), end);
    }
  }

  /** The position without waiting for it; -1 while the client does not know it. */
  private long position(TopicPartition partition) {
    try {
      return real.position(partition, Duration.ZERO);
    } catch (TimeoutException e) {
      return -1; // asked again after the next poll
    }
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(real, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
