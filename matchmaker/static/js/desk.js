// Keyboard shortcuts of the desk. Everything works without them; a key leads somewhere and never decides.
(function () {
  "use strict";
  var list = document.getElementById("shortcuts");
  var choice = document.getElementById("shortcuts-on");
  if (!list || !choice) {
    return;
  }
  var KEPT = "desk-shortcuts";
  var FOCUSABLE = "summary, textarea, select, button, a[href]";

  function kept() {
    try {
      return window.localStorage.getItem(KEPT) !== "off";
    } catch (error) {
      return true; // a browser that keeps nothing: on, until switched off on this page
    }
  }

  function keep(on) {
    try {
      window.localStorage.setItem(KEPT, on ? "on" : "off");
    } catch (error) {
      return;
    }
  }

  function isTyped(target) {
    return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
  }

  function lead(place) {
    var target = place.matches(FOCUSABLE) ? place : place.querySelector(FOCUSABLE);
    if (!target) {
      return;
    }
    if (target.tagName === "SUMMARY") {
      target.parentElement.open = true;
      target = target.parentElement.querySelector("textarea, select") || target;
    }
    if (target.tagName === "A") {
      target.click();
    } else {
      target.focus();
    }
  }

  function step(by) {
    var items = Array.prototype.slice.call(document.querySelectorAll("[data-item]"));
    var next = items.indexOf(document.activeElement) + by;
    if (items.length) {
      items[Math.min(Math.max(next, 0), items.length - 1)].focus();
    }
  }

  list.hidden = false;
  choice.checked = kept();
  choice.addEventListener("change", function () {
    keep(choice.checked);
  });
  document.addEventListener("keydown", function (event) {
    if (!choice.checked || event.ctrlKey || event.altKey || event.metaKey || isTyped(event.target)) {
      return;
    }
    var key = event.key;
    var place = /^[a-z]$/.test(key) ? document.querySelector('[data-shortcut="' + key + '"]') : null;
    if (key === "?") {
      list.open = true;
      list.querySelector("summary").focus();
    } else if (key === "j" || key === "k") {
      step(key === "j" ? 1 : -1);
    } else if (key === "o" && document.activeElement.matches("[data-item]")) {
      document.activeElement.click();
    } else if (place) {
      lead(place);
    } else {
      return;
    }
    event.preventDefault();
  });
})();
