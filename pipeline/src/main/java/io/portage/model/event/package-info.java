/**
 * Records of the source and the change events that formats decode them to, before they are
 * {@linkplain io.portage.model.Change changes} of rows.
 */
@org.jspecify.annotations.NullMarked
package io.portage.model.event;
