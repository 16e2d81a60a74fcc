"use strict";
// Goes through the steps of each story. A step changes one ship, in the run or in the replay; the
// states after n steps are those before the first, changed n times.
(() => {
  const stories = JSON.parse(document.getElementById("stories").textContent);
  const SIDES = {run: "The run", replay: "The replay"};

  const statesAfter = (story, done) => {
    const now = {run: {...story.base.run}, replay: {...story.base.replay}};
    for (const step of story.steps.slice(0, done)) {
      if (step.ship !== null) now[step.side][step.ship] = step.shown;
    }
    return now;
  };

  const nowWords = (story, done) => {
    if (done === 0) {
      return story.before === 0 ? "Before the first step"
        : `After step ${story.before} of ${story.total}, before those shown`;
    }
    const step = story.steps[done - 1];
    const departs = step.shown[2];
    return `Step ${story.before + done} of ${story.total}. ${SIDES[step.side]}: ${step.said}.` +
      (departs ? ` ✗ The replay departs from the run: ${departs}.` : "");
  };

  // Within its own box alone: the page stays where it is.
  const bringIntoView = (row) => {
    const box = row.closest(".scrolls");
    const inBox = row.getBoundingClientRect().top - box.getBoundingClientRect().top;
    const head = box.querySelector("thead").offsetHeight;
    if (inBox < head) box.scrollTop += inBox - head;
    const below = inBox + row.offsetHeight - box.clientHeight;
    if (below > 0) box.scrollTop += below;
  };

  const start = (stepper) => {
    const story = stories[stepper.dataset.story];
    const last = story.steps.length;
    const nowLine = stepper.querySelector(".now");
    const rows = [...stepper.querySelectorAll(".steps tbody tr")];
    const here = stepper.parentElement.querySelector("path.here");
    const left = Math.min(...Object.values(story.rows)) - 46;
    const marks = [...stepper.querySelectorAll("[data-go]")];
    let done = story.opened;

    const showStates = () => {
      const now = statesAfter(story, done);
      const moved = done > 0 ? story.steps[done - 1] : null;
      for (const row of stepper.querySelectorAll(".states tbody tr")) {
        const ship = Number(row.dataset.ship);
        for (const cell of row.querySelectorAll("td")) {
          const side = cell.dataset.side;
          if (side === "replay" && !story.replayed) continue;
          const [label, state, departs] = now[side][ship];
          cell.querySelector(".label").textContent = label;
          cell.querySelector(".state").textContent = state;
          cell.querySelector(".departs").textContent = departs ? `✗ ${departs}` : "";
          cell.classList.toggle("bad", departs !== "");
          cell.classList.toggle("here", moved?.side === side && moved.ship === ship);
        }
      }
    };

    const showDiagram = () => {
      if (!here) return;
      const operations = story.steps.slice(0, done).filter((step) => step.side === "run");
      const x = story.rows[operations.at(-1)?.number] ?? left;
      here.setAttribute("transform", `translate(${x} 0)`);
      const paper = here.closest(".paper");
      paper.scrollLeft = x - paper.clientWidth / 2;
    };

    const go = (step) => {
      done = Math.max(0, Math.min(last, step));
      nowLine.textContent = nowWords(story, done);
      showStates();
      showDiagram();
      rows.forEach((row, index) => {
        if (index + 1 === done) row.setAttribute("aria-current", "step");
        else row.removeAttribute("aria-current");
      });
      if (done > 0) bringIntoView(rows[done - 1]);
      // Not `disabled`, which would take the focus away from under a finger.
      for (const button of marks) {
        const idle = (done === 0 && ["first", "back"].includes(button.dataset.go)) ||
          (done === last && ["next", "last"].includes(button.dataset.go));
        button.setAttribute("aria-disabled", String(idle));
      }
    };

    const moves = {
      first: () => go(0),
      back: () => go(done - 1),
      next: () => go(done + 1),
      last: () => go(last),
      diverge: () => go(story.first + 1),
    };
    const keys = {Home: "first", ArrowLeft: "back", ArrowRight: "next", End: "last"};
    for (const button of marks) button.addEventListener("click", moves[button.dataset.go]);
    stepper.addEventListener("keydown", (event) => {
      const move = keys[event.key];
      // Alt and an arrow go back in the browser's history.
      if (!move || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      moves[move]();
    });
    rows.forEach((row, index) => row.addEventListener("click", () => go(index + 1)));
    go(done);
  };

  document.querySelectorAll(".stepper").forEach(start);
  document.documentElement.classList.add("live");
})();
