package io.portage.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresContextTest {
  @Test
  void returnsTheFunction() {
    assertThat(PostgresContext.functions("PL/pgSQL function f() line 3 at RAISE")).isEqualTo("f");
    assertThat(
            PostgresContext.functions(
                "PL/pgSQL function audit.\"Check it\"(integer,text) line 12 at assignment"))
        .isEqualTo("audit.\"Check it\"");
    assertThat(
            PostgresContext.functions(
                "PL/pgSQL function f() while casting return value to function's return type"))
        .isEqualTo("f");
    assertThat(PostgresContext.functions("SQL function \"f\" statement 1")).isEqualTo("f");
    assertThat(PostgresContext.functions("PL/Perl function \"f\"")).isEqualTo("f");
  }

  @Test
  void returnsTheCalledAndTheFailedFunction() {
    assertThat(
            PostgresContext.functions(
                """
                PL/pgSQL function inner_one(text) line 2 at RAISE
                SQL statement "SELECT inner_one('secret')"
                PL/pgSQL function f() line 3 at PERFORM"""))
        .isEqualTo("inner_one, called by f");
  }

  @Test
  void returnsNeitherStatementsNorValues() {
    assertThat(
            PostgresContext.functions(
                """
                SQL statement "INSERT INTO log VALUES ('secret
                PL/pgSQL function secret() line 1 at RAISE
                ')"
                PL/pgSQL function f() line 3 at EXECUTE"""))
        .isEqualTo("f");
    assertThat(PostgresContext.functions("SQL statement \"SELECT secret(1)\"")).isNull();
    assertThat(PostgresContext.functions("COPY t, line 1, column a: \"secret\"")).isNull();
    assertThat(PostgresContext.functions("unnamed portal parameter $1 = 'secret'")).isNull();
    assertThat(PostgresContext.functions("")).isNull();
    assertThat(PostgresContext.functions(null)).isNull();
  }
}
