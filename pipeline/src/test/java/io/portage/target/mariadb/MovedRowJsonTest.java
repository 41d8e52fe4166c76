package io.portage.target.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MovedRowJsonTest {
  @Test
  void textsBytesAndNullsStayWhatTheyAre() throws SQLException {
    String text = "\u0000 \"quoted\" \\ \u00e9\ud83d\ude00 {\"base64\":\"AA==\"}";
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("text", text);
    row.put("empty", "");
    row.put("bytes", new byte[] {0, -1, 39});
    row.put("none", null);

    Map<String, @Nullable Object> read = MovedRowJson.read(MovedRowJson.write(row));

    assertThat(read).hasSize(4).containsEntry("text", text).containsEntry("empty", "");
    assertThat(read.get("bytes")).isEqualTo(new byte[] {0, -1, 39});
    assertThat(read.get("none")).isNull();
  }

  @Test
  void anErrorDoesNotContainTheRow() {
    assertThatThrownBy(() -> MovedRowJson.read("{\"name\": \"secret"))
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }
}
