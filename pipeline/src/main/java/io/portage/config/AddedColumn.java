package io.portage.config;

import java.io.Serializable;

/**
 * A column that Normalize adds to every row, key and image of a source table. Where the source has
 * a column of the same name, the added one replaces it.
 */
public sealed interface AddedColumn extends Serializable {
  /**
   * The same value in every row.
   *
   * @param value a text, a {@link Long} or a {@link Boolean}
   */
  record ConstantColumn(Serializable value) implements AddedColumn {}

  /**
   * A property of the record or of its source.
   *
   * @param property the property
   */
  record PropertyColumn(SourceProperty property) implements AddedColumn {}

  /** The properties. A property that the event does not contain is null. */
  enum SourceProperty {
    /** The source's database, from Debezium's {@code source.db}. */
    DATABASE,
    /** The source's schema, from Debezium's {@code source.schema}. */
    SCHEMA,
    /** The source's table without its schema; the topic if the event does not name its table. */
    TABLE,
    /** The Kafka topic. */
    TOPIC,
    /** The Kafka partition. */
    PARTITION,
    /** The Kafka offset. */
    OFFSET,
    /** The time of the change. */
    TS
  }
}
