package io.portage.model.event;

import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.OffsetRange;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record, with its covered offsets and its lateness, which Read determines.
 *
 * @param coordinates the record's coordinates
 * @param coveredFrom the first offset that the record covers: the end of its predecessor in this
 *     run
 * @param kafkaTime the record's own timestamp, milliseconds since 1970
 * @param key the key's bytes, or null
 * @param value the value's bytes, or null
 * @param headers the producer's headers, in order
 * @param lateness milliseconds by which the change's own time is below the watermark of its
 *     partition; 0 if it is not below, or if the change has no usable time
 */
public record SourceRecord(
    Coordinates coordinates,
    long coveredFrom,
    long kafkaTime,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers,
    long lateness) {
  /** The offset range that this record covers. */
  public OffsetRange range(ChangePart changePart) {
    return new OffsetRange(
        coordinates.topic(),
        coordinates.partition(),
        coveredFrom,
        coordinates.offset() + 1,
        changePart);
  }

  /** Returns a copy with another value. */
  public SourceRecord withValue(byte[] other) {
    return new SourceRecord(coordinates, coveredFrom, kafkaTime, key, other, headers, lateness);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SourceRecord that
        && coordinates.equals(that.coordinates)
        && coveredFrom == that.coveredFrom
        && kafkaTime == that.kafkaTime
        && lateness == that.lateness
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && headers.equals(that.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(coordinates, coveredFrom);
  }

  @Override
  public String toString() {
    return coordinates.toString();
  }
}
