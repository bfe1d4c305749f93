// Opens a persona's phone beside this page and hands it the persona's key. The phone's page asks
// for it once it listens, and accepts it from this origin only.
const phoneOrigin = document.body.dataset.phoneUrl;
const status = document.getElementById("status");
const WAIT_MS = 20_000;

let current;

function say(text) {
  status.textContent = text;
}

async function fetchKey(username) {
  const answer = await fetch(`/phones/${username}/hand-over`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

function openPhone(button) {
  const left = Math.max(0, window.screen.availWidth - 450);
  // Opened in the click itself, before anything is awaited: else browsers take it for a pop-up.
  const phone = window.open(
    `${phoneOrigin}/phone/adopt`,
    "countersign-phone",
    `popup,width=430,height=900,left=${left},top=40`,
  );
  if (!phone) {
    say("Your browser blocked the phone’s window: allow pop-ups for this page, then try again.");
    return;
  }
  const name = button.querySelector("strong").textContent;
  const handOver = { phone, name, key: fetchKey(button.dataset.username) };
  current = handOver;
  say(`Opening ${name}’s phone …`);
  handOver.key.catch((error) => say(`The phone could not be opened: ${error.message}`));
  setTimeout(() => {
    if (current === handOver)
      say(`${name}’s phone did not answer. Close its window and try again.`);
  }, WAIT_MS);
}

window.addEventListener("message", async (event) => {
  const handOver = current;
  if (!handOver || event.origin !== phoneOrigin || event.source !== handOver.phone) return;
  if (event.data?.type === "countersign-adopt-ready") {
    const key = await handOver.key.catch(() => undefined);
    if (key && current === handOver) handOver.phone.postMessage(key, phoneOrigin);
  }
  if (event.data?.type === "countersign-adopted") {
    current = undefined;
    say(`${handOver.name}’s phone is open beside this page.`);
  }
});

for (const button of document.querySelectorAll("button[data-username]")) {
  button.addEventListener("click", () => openPhone(button));
}
