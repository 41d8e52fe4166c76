package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portage.fault.TcpProxy;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The situations of {@code console.md}, each from the page to which its alert links to its mend, as
 * a person on call does it in a browser.
 */
@Tag("full")
@ExtendWith(SandboxExtension.class)
final class DirectConsoleDrillIT {
  @TempDir private Path folder;

  @Test
  void mendsFiveSituations(Sandbox sandbox) throws Exception {
    assumeTrue(Browser.isInstalled(), "no Chromium: install chromium and chromium-driver");
    try (TcpProxy database = TcpProxy.to(sandbox.postgres().port());
        ConsoleJob console =
            ConsoleJob.start(sandbox, folder, database.through(sandbox.jdbcUrl()));
        Browser browser = Browser.open(false, 1280, 900)) {
      String page = console.address + "/#/console/";
      aRowIsWrong(console, browser, page);
      aColumnIsTooShort(console, browser, page);
      aRecordIsMalformed(console, browser, page);
      theDatabaseIsDown(database, browser, page);
      theJobDoesNotRun(console, browser, page);
    }
  }

  /** A user says that row 2 is missing: its record is a dead letter. */
  private static void aRowIsWrong(ConsoleJob console, Browser browser, String page)
      throws Exception {
    browser.go(page + "row");
    browser.waitFor("Why is it so?");
    browser.type("input[name=key]", "two");
    browser.click("Why is it so?");
    browser.waitFor("the key does not fit " + console.table);
    assertThat(browser.run("return document.querySelector('input[name=key]').value").asText())
        .describedAs("the form keeps its input")
        .isEqualTo("two");
    browser.type("input[name=key]", "2");
    browser.click("Why is it so?");
    browser.waitFor("the target has neither a row nor a tombstone of this key");
    browser.waitFor("dead letter");
    browser.click(console.id(2));
    browser.waitFor("1 of 2 dead letters match");
    browser.waitFor("column name (varchar): text of more than 5 characters");
  }

  /** The alert {@code PortageDeadLetters} with its stage and reason: the column is widened. */
  private static void aColumnIsTooShort(ConsoleJob console, Browser browser, String page)
      throws Exception {
    browser.go(page + "letters?stage=Normalize&reason=DOES_NOT_FIT");
    browser.waitFor("1 of 2 dead letters match");
    browser.click(console.id(2));
    browser.waitFor("A replay now");
    browser.waitFor("does not fit");
    console
        .job
        .database()
        .execute("ALTER TABLE " + console.table + " ALTER COLUMN name TYPE varchar(20)");
    browser.waitFor("the target has neither a row nor a tombstone of this key"); // by itself
    browser.click("Replay");
    browser.waitFor("applies");
    sayWhoAndWhy(browser, "the column is wider now");
    browser.run("document.querySelector('dialog[open] button[type=submit]').click()");
    browser.waitFor("applied 1");
    browser.click("Close");
    assertThat(console.job.database().rows(console.table, List.of("id", "name")))
        .contains(List.of("2", "too long"));
  }

  /** The alert {@code PortageDeadLetters} of a record that is no event: it is accepted. */
  private static void aRecordIsMalformed(ConsoleJob console, Browser browser, String page)
      throws Exception {
    browser.go(page + "letters?stage=Decode&reason=MALFORMED");
    browser.waitFor("1 of 2 dead letters match");
    browser.click(console.id(3));
    browser.waitFor("A replay now");
    browser.waitFor("not a JSON object");
    browser.click("Accept");
    sayWhoAndWhy(browser, "sent by a test");
    browser.run("document.querySelector('dialog[open] button[type=submit]').click()");
    browser.waitFor("accepted by ann: sent by a test");
    browser.go(page + "overview");
    browser.waitFor("up to date: every record has an outcome");
  }

  private static void sayWhoAndWhy(Browser browser, String reason) throws Exception {
    browser.type("dialog input[name=by]", "ann");
    browser.type("dialog input[name=reason]", reason);
  }

  /** The alert {@code PortageTargetUnreachable}. */
  private static void theDatabaseIsDown(TcpProxy database, Browser browser, String page)
      throws Exception {
    browser.go(page + "overview");
    database.refuse(true);
    database.cut();
    browser.waitFor("waiting for the database since");
    database.refuse(false);
    browser.waitFor("up to date");
  }

  /** The alert {@code PortageNoProgress}: records come, and no job runs. */
  private static void theJobDoesNotRun(ConsoleJob console, Browser browser, String page)
      throws Exception {
    console.job.publish(
        List.of(
            Commands.event(0, "8", ConsoleJob.upsert(8, "eight", "x", 8)),
            Commands.event(0, "9", ConsoleJob.upsert(9, "nine", "x", 9))));
    browser.go(page + "overview");
    browser.waitFor("behind by 2 records");
    browser.waitFor("no running job was found");
    browser.waitFor("nothing moves since");
    assertThat(Commands.portage("run", "--config=" + console.config, "--until=end"))
        .contains("balanced");
    browser.waitFor("up to date: every record has an outcome");
  }
}
