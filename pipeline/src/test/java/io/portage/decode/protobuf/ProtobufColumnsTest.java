package io.portage.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The columns that a message type declares. */
class ProtobufColumnsTest {
  private static final FileDescriptor FILE =
      ProtobufFixture.file(
          """
          syntax = "proto3";
          package shop;
          import "google/protobuf/duration.proto";
          import "google/protobuf/timestamp.proto";
          import "google/protobuf/wrappers.proto";
          import "google/type/date.proto";
          import "google/type/timeofday.proto";
          import "confluent/type/decimal.proto";
          message Event { string op = 1; Row before = 2; Row after = 3; }
          message Row {
            int64 id = 1;
            optional sint32 number = 2;
            google.protobuf.StringValue note = 3;
            repeated fixed32 codes = 4;
            map<string, int32> labels = 5;
            google.protobuf.Timestamp at = 6;
            google.protobuf.Duration length = 7;
            google.type.Date day = 8;
            google.type.TimeOfDay hour = 9;
            confluent.type.Decimal price = 10;
            Kind kind = 11;
            Event inner = 12;
            double ratio = 13;
            enum Kind { NONE = 0; STAFF = 1; }
          }
          """);

  @Test
  void haveTheTypesOfTheirFields() {
    assertThat(ProtobufColumns.ofEvent(event()))
        .containsExactly(
            new SourceColumn("id", SourceType.integer(64), false, false, null),
            SourceColumn.of("number", SourceType.integer(32)),
            SourceColumn.of("note", SourceType.of(Kind.TEXT)),
            new SourceColumn(
                "codes", SourceType.array(SourceType.unsigned(32)), false, false, null),
            new SourceColumn("labels", SourceType.of(Kind.STRUCT), false, false, null),
            SourceColumn.of("at", SourceType.of(Kind.INSTANT, 9)),
            SourceColumn.of("length", SourceType.of(Kind.INTERVAL)),
            SourceColumn.of("day", SourceType.of(Kind.DATE)),
            SourceColumn.of("hour", SourceType.of(Kind.TIME, 9)),
            SourceColumn.of("price", SourceType.of(Kind.DECIMAL)),
            new SourceColumn(
                "kind", SourceType.oneOf(Kind.ENUM, List.of("NONE", "STAFF")), false, false, null),
            SourceColumn.of("inner", SourceType.of(Kind.STRUCT)),
            new SourceColumn("ratio", SourceType.of(Kind.FLOAT, 64), false, false, null));
    assertThat(ProtobufColumns.ofEvent(event().getFile().findMessageTypeByName("Row"))).isEmpty();
  }

  private static Descriptor event() {
    return FILE.findMessageTypeByName("Event");
  }
}
