package io.portage.decode.debezium;

import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Header;
import io.portage.model.event.SourceKey;
import io.portage.model.schema.SourceTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A format in which the records of some topics and tables are control records, whatever they
 * contain.
 */
final class ControlNamesFormat implements Format {
  private static final long serialVersionUID = 1;

  private final Format format;
  private final Set<String> names;

  /**
   * Creates the format.
   *
   * @param format the format of all other records
   * @param names the topics, and the tables as the events name them
   */
  ControlNamesFormat(Format format, Set<String> names) {
    this.format = format;
    this.names = names;
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return decode(topic, value, List.of());
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value, List<Header> headers) {
    if (names.contains(topic)) {
      return Envelope.control(null);
    }
    Envelope event = format.decode(topic, value, headers);
    String table = event.table();
    return table != null && names.contains(table) ? Envelope.control(event.changeTime()) : event;
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return format.decodeKey(key, value);
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value, List<Header> headers) {
    return format.decodeKey(key, value, headers);
  }

  @Override
  public SourceKey decodeHeaderKey(byte[] header, byte @Nullable [] value) {
    return format.decodeHeaderKey(header, value);
  }

  @Override
  public Optional<SourceTable> describe(
      String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    return names.contains(topic) ? Optional.empty() : format.describe(topic, key, value, headers);
  }
}
