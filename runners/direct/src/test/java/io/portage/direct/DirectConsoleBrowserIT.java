package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portage.direct.ConsoleJob.EventStream;
import io.portage.fault.TcpProxy;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The pages of the console in a browser, over a real job. */
@Tag("full")
@ExtendWith(SandboxExtension.class)
final class DirectConsoleBrowserIT {
  static final Path PICTURES = Path.of("runners/direct/target/console");

  private static final String REFRESHED = "return document.getElementById('refreshed').textContent";

  private static final String CUT_OFF =
      "return [...document.querySelectorAll('.scroll')]"
          + ".filter(e => e.scrollWidth > e.clientWidth).length";

  @TempDir private Path folder;

  @Test
  void repairsDeadLettersAndExplainsRows(Sandbox sandbox) throws Exception {
    assumeTrue(
        Browser.isInstalled(),
        "no Chromium: install chromium and chromium-driver to test the console's pages");
    try (TcpProxy database = TcpProxy.to(sandbox.postgres().port());
        ConsoleJob console =
            ConsoleJob.start(sandbox, folder, database.through(sandbox.jdbcUrl()));
        Browser browser = Browser.open(false, 1280, 900)) {
      String page = console.address + "/#/console/";
      browser.go(page + "overview");
      browser.waitFor("2 unresolved dead letters");
      browser.waitFor("Live at");
      browser.screenshot(PICTURES.resolve("overview.png"));
      readsTheOverviewWithoutEvents(console, browser, page);

      browser.go(page + "tables");
      browser.waitFor(console.table);
      browser.screenshot(PICTURES.resolve("tables.png"));

      browser.go(page + "configuration");
      browser.waitFor("groupId");
      browser.click("Run the checks");
      browser.waitFor("The job can run.");
      browser.screenshot(PICTURES.resolve("configuration.png"));

      showsReports(console, browser, page, folder);
      showsScriptsAsText(console, browser, page);
      editsAndReplays(console, browser, page);
      replaysWithPreview(browser, page);

      browser.go(page + "row?table=" + console.table + "&key=1");
      browser.waitFor("records read to the beginning of the log");
      browser.waitFor("older than partition 0, offset 1");
      browser.screenshot(PICTURES.resolve("row.png"));
      assertThat(browser.run("return document.title").asText()).contains("Portage");
      seesAnOutageAndItsEnd(database, browser, page);
    }
    try (ConsoleJob console = ConsoleJob.start(sandbox, folder);
        Browser phone = Browser.open(true, 500, 1_000)) {
      phone.go(console.address + "/#/console/overview");
      phone.waitFor("2 unresolved dead letters");
      assertThat(phone.run("return document.documentElement.scrollWidth").asInt())
          .describedAs("no part of the page is wider than a phone")
          .isLessThanOrEqualTo(500);
      phone.screenshot(PICTURES.resolve("phone.png"));
    }
  }

  @Test
  void showsEveryPageOverMariaDb(Sandbox sandbox) throws Exception {
    assumeTrue(Browser.isInstalled(), "no Chromium: install chromium and chromium-driver");
    try (ConsoleJob console = ConsoleJob.startOverMariaDb(sandbox, folder);
        Browser wide = Browser.open(false, 1_400, 900);
        Browser phone = Browser.open(true, 500, 900)) {
      console.job.database().execute("UPDATE " + console.table + " SET name = 'hand' WHERE id = 1");
      phone.emulatePhone();
      String page = console.address + "/#/console/";
      String letter = "letter?id=" + ConsoleJob.encoded(console.id(2));
      List<List<String>> pages =
          List.of(
              List.of("overview", "2 unresolved dead letters"),
              List.of("tables", console.table),
              List.of("letters", "text of more than 5 characters"),
              List.of(letter, "does not fit"),
              List.of("row?table=" + console.table + "&key=1", "to the beginning of the log"),
              List.of("row?table=" + console.table + "&key=one", "the key does not fit"),
              List.of("row?table=" + console.table, "no row of " + console.table),
              List.of("reports", "No report has been written yet."),
              List.of("configuration", "groupId"));
      for (int i = 0; i < pages.size(); i++) {
        for (Browser browser : List.of(wide, phone)) {
          browser.go(page + pages.get(i).get(0));
          browser.waitFor(pages.get(i).get(1));
          String name = "mariadb-" + i + (browser.equals(phone) ? "-phone" : "") + ".png";
          browser.screenshot(PICTURES.resolve(name));
        }
        assertThat(phone.run("return document.documentElement.scrollWidth").asInt())
            .describedAs("the width of " + pages.get(i).get(0) + " on a phone")
            .isLessThanOrEqualTo(390);
        assertThat(wide.run(CUT_OFF).asInt())
            .describedAs("the tables of " + pages.get(i).get(0) + " that are cut off at 1,400 px")
            .isZero();
      }
      wide.go(page + "row?table=" + console.table + "&key=1");
      wide.waitFor("it differs from the record in column name");
      wide.go(page + "configuration");
      wide.click("Run the checks");
      wide.waitFor("The job can run.");
      editsAndReplays(console, wide, page);
      wide.screenshot(PICTURES.resolve("mariadb-history.png"));
      wide.waitFor("a replay wrote the change; replayed by ann: shortened");
    }
  }

  /** All streams are taken by others: the page reads the overview itself. */
  private static void readsTheOverviewWithoutEvents(
      ConsoleJob console, Browser browser, String page) throws Exception {
    browser.go(page + "tables");
    List<EventStream> others = new ArrayList<>();
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                EventStream next = console.follow();
                others.add(next);
                return next.status() == 503;
              });
      browser.go(page + "overview");
      browser.waitFor("Read at");
      String first = browser.run(REFRESHED).asText();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !browser.run(REFRESHED).asText().equals(first));
      assertThat(browser.run(REFRESHED).asText()).startsWith("Read at");
    } finally {
      others.forEach(EventStream::close);
    }
  }

  private static void showsReports(ConsoleJob console, Browser browser, String page, Path folder)
      throws Exception {
    browser.go(page + "reports");
    browser.waitFor("No report has been written yet.");
    String config = "--config=" + console.config;
    Commands.portage("verify", config, "--source-idle", "--json=" + folder.resolve("verify.json"));
    Commands.portage(
        "cutover", config, "--source-idle", "--json=" + folder.resolve("cutover.json"));
    browser.waitFor("no go");
    browser.waitFor("dead-letter");
    browser.screenshot(PICTURES.resolve("reports.png"));
    browser.click("[\"1\"]");
    browser.waitFor("Why is it so?");
    browser.waitFor("the target has the row");
  }

  private static void showsScriptsAsText(ConsoleJob console, Browser browser, String page)
      throws Exception {
    browser.go(page + "letter?id=" + ConsoleJob.encoded(console.id(3)));
    browser.waitFor("MALFORMED");
    browser.waitFor(ConsoleJob.SCRIPT);
    String elements = "return document.querySelectorAll('main img, main script').length";
    assertThat(browser.run(elements).asInt()).isZero();
    browser.screenshot(PICTURES.resolve("letter.png"));
    browser.go(console.address + "/#/" + ConsoleJob.encoded(ConsoleJob.SCRIPT) + "/overview");
    browser.waitFor("<script>alert(1)</script>");
    assertThat(browser.run(elements).asInt()).describedAs("an error's text").isZero();
  }

  private static void editsAndReplays(ConsoleJob console, Browser browser, String page)
      throws Exception {
    browser.go(page + "letter?id=" + ConsoleJob.encoded(console.id(2)));
    browser.waitFor("does not fit");
    browser.click("Edit and replay");
    browser.type("dialog textarea", "no event");
    browser.click("Preview");
    browser.waitFor("Decode MALFORMED");
    browser.type("dialog textarea", ConsoleJob.upsert(2, "short", "b", 3));
    browser.click("Preview");
    browser.waitFor("an upsert of " + console.table);
    browser.type("dialog input[name=by]", "ann");
    browser.type("dialog input[name=reason]", "shortened");
    browser.screenshot(PICTURES.resolve("edit.png"));
    browser.click("Save and replay");
    browser.waitFor("applied 1");
    browser.click("Close");
    browser.waitFor("edited");
    assertThat(console.job.database().rows(console.table, List.of("id", "name")))
        .contains(List.of("2", "short"));
  }

  private static void replaysWithPreview(Browser browser, String page) throws Exception {
    browser.go(page + "letters?state=all");
    browser.waitFor("2 of 2 dead letters match");
    browser.screenshot(PICTURES.resolve("letters.png"));
    browser.run("document.querySelector('td input[type=checkbox]').click()");
    browser.click("Preview and replay");
    browser.waitFor("the target has this version");
    browser.screenshot(PICTURES.resolve("preview.png"));
    browser.click("Cancel");
    browser.run("document.querySelector('th input[type=checkbox]').click()");
    assertThat(browser.text()).contains("2 selected");
  }

  private static void seesAnOutageAndItsEnd(TcpProxy database, Browser browser, String page)
      throws Exception {
    browser.go(page + "overview");
    browser.waitFor("up to date");
    database.refuse(true);
    database.cut();
    browser.waitFor("waiting for the database since");
    browser.screenshot(PICTURES.resolve("outage.png"));
    database.refuse(false);
    browser.waitFor("up to date");
  }
}
