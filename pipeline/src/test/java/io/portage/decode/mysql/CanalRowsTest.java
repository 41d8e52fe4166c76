package io.portage.decode.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.ChangePart;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Canal's messages with several rows. */
class CanalRowsTest {
  private final Format canal = new CanalConfig().create("?");

  @Test
  void eachRowIsAnEventWithItsOwnImages() {
    Envelope update =
        decode(
            "UPDATE",
            "[{\"id\":\"2\",\"name\":\"a\"},{\"id\":\"4\",\"name\":\"b\"},{\"id\":\"6\"}]",
            "[{\"id\":\"1\"},{\"name\":\"z\"},null]");

    assertThat(update.fault()).isNull();
    assertThat(update.table()).isEqualTo("shop.users");
    assertThat(update.changeTime()).isEqualTo(Instant.ofEpochMilli(1_449_786_341_000L));
    assertThat(update.before()).isNull();
    assertThat(update.after()).isNull();
    assertThat(update.rows())
        .allSatisfy(
            row -> {
              assertThat(row.op()).isEqualTo("u");
              assertThat(row.table()).isEqualTo("shop.users");
              assertThat(row.changeTime()).isEqualTo(update.changeTime());
              assertThat(row.rows()).isEmpty();
            });
    assertThat(update.rows())
        .extracting(row -> value(row.before(), "id") + "," + value(row.before(), "name"))
        .containsExactly("1,a", "4,z", "null,null");
    assertThat(update.rows())
        .extracting(row -> value(row.after(), "id") + "," + value(row.after(), "name"))
        .containsExactly("2,a", "4,b", "6,null");
  }

  @Test
  void rowsOfInsertsAndDeletesHaveOneImage() {
    Envelope insert = decode("INSERT", "[{\"id\":\"1\"},{\"id\":\"2\"}]", "null");
    Envelope delete = decode("DELETE", "[{\"id\":\"1\"},{\"id\":\"2\"}]", "null");

    assertThat(insert.rows())
        .extracting(row -> row.op() + row.before() + value(row.after(), "id"))
        .containsExactly("cnull1", "cnull2");
    assertThat(delete.rows())
        .extracting(row -> row.op() + row.after() + value(row.before(), "id"))
        .containsExactly("dnull1", "dnull2");
  }

  @Test
  void aRowThatCannotBeReadKeepsItsOtherColumns() {
    Envelope insert =
        decode(
            "INSERT",
            "[{\"id\":\"1\"},{\"id\":\"2\",\"photo\":\"\\u4e2d\"},{\"id\":\"3\",\"x\":\"?\"},7]",
            "null");

    assertThat(insert.fault()).isNull();
    assertThat(insert.rows())
        .extracting(Envelope::error)
        .containsExactly(
            null,
            "data column photo: not bytes in ISO 8859-1",
            "mysqlType has no type for data column x",
            "data has a row that is not an object");
    assertThat(Objects.requireNonNull(insert.rows().get(1).fault()).column()).isEqualTo("photo");
    assertThat(insert.rows())
        .extracting(row -> value(row.after(), "id"))
        .containsExactly("1", "2", "3", null);
  }

  @Test
  void rejectsAMessageWhoseRowsCannotBeTold() {
    assertThat(decode("UPDATE", "[{\"id\":\"1\"},{\"id\":\"2\"}]", "[{\"id\":\"3\"}]").error())
        .isEqualTo("old has 1 rows and data has 2: one for each is needed");
    assertThat(decode("UPDATE", "[{\"id\":\"1\"}]", "[{},{}]").error())
        .isEqualTo("old has 2 rows and data has 1: one for each is needed");
    assertThat(decode("INSERT", "{}", "null").error())
        .isEqualTo("data is neither an array nor null");
    assertThat(decode("INSERT", "[null]", "null").error()).isEqualTo("data has no row");
  }

  @Test
  void aRecordHasAtMost65536Rows() {
    assertThat(decode("INSERT", rows(ChangePart.MAX_ROWS), "null").rows())
        .hasSize(ChangePart.MAX_ROWS);
    assertThat(decode("INSERT", rows(ChangePart.MAX_ROWS + 1), "null").error())
        .isEqualTo("data has 65537 rows; a record can have 65536");
  }

  @Test
  void aMessageIsDividedIntoMessagesWithOneRow() {
    byte[] message =
        message(
            "UPDATE",
            "[ {\"id\":\"1\",\"name\":\"Zoë ]}\"} , {\"id\":\"2\"},{\"id\":\"\\u4e2d\"}, null, 7, \"s\" ]",
            "[{\"name\":\"[\"},{} ,null,{},{},{}]");
    Envelope all = canal.decode("canal", message);

    IntFunction<byte[]> divided = Objects.requireNonNull(canal.divide(message));

    for (int i = 0; i < all.rows().size(); i++) {
      assertThat(canal.decode("canal", divided.apply(i))).isEqualTo(all.rows().get(i));
    }
    assertThat(all.rows()).hasSize(6);
  }

  @Test
  void aMessageWithoutOldRowsIsDividedToo() {
    byte[] message = message("INSERT", "[{\"id\":\"1\"},{\"id\":\"2\"}]", "null");

    IntFunction<byte[]> divided = Objects.requireNonNull(canal.divide(message));

    assertThat(new String(divided.apply(1), StandardCharsets.UTF_8))
        .isEqualTo(
            new String(message("INSERT", "[{\"id\":\"2\"}]", "null"), StandardCharsets.UTF_8));
  }

  private static String rows(int size) {
    return "[" + String.join(",", Collections.nCopies(size, "{\"id\":\"1\"}")) + "]";
  }

  private static @Nullable Object value(@Nullable Image image, String column) {
    return image == null ? null : image.row().get(column);
  }

  private Envelope decode(String type, String data, String old) {
    return canal.decode("canal", message(type, data, old));
  }

  private static byte[] message(String type, String data, String old) {
    return """
        {"data":%s,"database":"shop","es":1449786341000,"id":7,"isDdl":false,
         "mysqlType":{"id":"int","name":"varchar(20)","photo":"varbinary(9)"},
         "old":%s,"pkNames":["id"],"table":"users","ts":1449786342000,"type":"%s"}"""
        .formatted(data, old, type)
        .getBytes(StandardCharsets.UTF_8);
  }
}
