package io.portage.config;

import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import java.io.Serializable;

/**
 * A column that Normalize adds to every row, key and image of a source table. Where the source has
 * a column of the same name, the added one replaces it.
 */
public sealed interface AddedColumn extends Serializable {
  /** The type of the values. */
  SourceType type();

  /**
   * The same value in every row.
   *
   * @param value a text, a {@link Long} or a {@link Boolean}
   */
  record ConstantColumn(Serializable value) implements AddedColumn {
    @Override
    public SourceType type() {
      if (value instanceof Long) {
        return SourceType.integer(64);
      }
      return SourceType.of(value instanceof Boolean ? Kind.BOOLEAN : Kind.TEXT);
    }
  }

  /**
   * A property of the record or of its source.
   *
   * @param property the property
   */
  record PropertyColumn(SourceProperty property) implements AddedColumn {
    @Override
    public SourceType type() {
      return switch (property) {
        case DATABASE, SCHEMA, TABLE, TOPIC, RECORD -> SourceType.of(Kind.TEXT);
        case PARTITION, OFFSET -> SourceType.integer(64);
        case TS -> SourceType.of(Kind.INSTANT);
      };
    }

    /** Returns true if no two records of a partition have the same value. */
    public boolean isOfOneRecord() {
      return property == SourceProperty.OFFSET || property == SourceProperty.RECORD;
    }
  }

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
    TS,
    /** The coordinates of the record, {@code topic-partition-offset}. */
    RECORD
  }
}
