/**
 * The assessment of a job before it runs: from facts about the source, its topics and the target to
 * findings with stable ids. A shared package without Beam; only {@code catalog} uses JDBC. The
 * rules are pure functions of the facts; readers collect the facts, and reports show the findings.
 */
@org.jspecify.annotations.NullMarked
package io.portage.assess;
