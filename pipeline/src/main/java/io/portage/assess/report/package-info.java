/** Reports of an assessment as text, JSON and HTML, and its run book. Pure and deterministic. */
@org.jspecify.annotations.NullMarked
package io.portage.assess.report;
