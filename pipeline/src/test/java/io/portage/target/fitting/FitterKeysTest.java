package io.portage.target.fitting;

import static io.portage.target.fitting.ColumnFitterTest.column;
import static io.portage.target.fitting.ColumnFitterTest.decimal;
import static io.portage.target.fitting.ColumnFitterTest.numeric;
import static io.portage.target.fitting.ColumnFitterTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.RowKey;
import io.portage.target.TargetColumn;
import io.portage.target.postgres.fitting.TestColumns;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Equality of keys; {@link ColumnFitterIT} compares it with the database. */
class FitterKeysTest {
  @Test
  void keepsTheTextOfAKeyAndFoldsEqualTexts() throws Exception {
    ColumnFitter numeric = ColumnFitter.of(numeric(0, 0));
    ColumnFitter caseless = ColumnFitter.of(column("ext.citext"));

    assertThat(numeric.fitKey(decimal("1.00"))).isEqualTo(decimal("1.00"));
    assertThat(RowKey.isSame(numeric.fitKey(decimal("1.00")), numeric.fitKey(1L))).isTrue();
    assertThat(ColumnFitter.of(column("float8")).fitKey(-0.0)).isEqualTo(-0.0);
    assertThat(RowKey.isSame(-0.0, 0.0)).isTrue();
    assertThat(caseless.fitKey("Ab")).hasToString("Ab").isEqualTo(caseless.fitKey("aB"));
    assertThat(ColumnFitter.of(text("bpchar", 3)).fitKey("a  ")).isEqualTo("a");
    assertThat(ColumnFitter.of(numeric(5, 2)).fitKey(1L)).isEqualTo(decimal("1.00"));
  }

  @Test
  void rejectsKeysWhoseEqualityIsNotCertain() throws Exception {
    for (List<String> key :
        List.of(
            List.of("interval", "1 fortnight"),
            List.of("interval", "-1 days 02:00:00"),
            List.of("inet", "10.1/16"),
            List.of("cidr", "10"),
            List.of("macaddr", "8:0:2b:1:2:3"),
            List.of("_interval", "{1 fortnight}"))) {
      TargetColumn column = column(key.get(0));

      assertThat(ColumnFitter.fit(column, key.get(1))).isNotNull();
      assertThatThrownBy(() -> ColumnFitter.of(column).fitKey(key.get(1)))
          .hasMessageStartingWith("column some (")
          .hasMessageEndingWith("is not certain")
          .hasMessageNotContaining(key.get(1));
    }
  }

  @Test
  void foldsTheSameLettersAsTheDatabase() throws Exception {
    TargetColumn ascii =
        TestColumns.column("c", "citext", 0, 0, true, false, false, false, List.of(), true);

    assertThat(ColumnFitter.of(column("citext")).fitKey("\u00C4\u03A3"))
        .isEqualTo(ColumnFitter.of(column("citext")).fitKey("\u00E4\u03C3"))
        .isNotEqualTo(ColumnFitter.of(column("citext")).fitKey("\u00E4\u03C2"));
    assertThat(ColumnFitter.of(ascii).fitKey("A\u00C4"))
        .isEqualTo(ColumnFitter.of(ascii).fitKey("a\u00C4"))
        .isNotEqualTo(ColumnFitter.of(ascii).fitKey("a\u00E4"));
  }

  @Test
  void reportsTheTypesWhoseEqualityIsUnknown() {
    TargetColumn mood =
        TestColumns.column("c", "app.mood", 0, 0, true, false, false, false, List.of("a"));

    assertThat(ColumnFitter.of(mood).knowsEqualKeys()).isTrue();
    for (String type : List.of("text", "_interval", "jsonb", "ext.citext", "inet", "char")) {
      assertThat(ColumnFitter.of(column(type)).knowsEqualKeys()).as(type).isTrue();
    }
    for (String type : List.of("numrange", "app.pair", "_numrange", "tsvector", "ext.hstore")) {
      assertThat(ColumnFitter.of(column(type)).knowsEqualKeys()).as(type).isFalse();
    }
  }
}
