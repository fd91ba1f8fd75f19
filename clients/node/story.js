// A whole story of coordination, from the files to the feed, told by a client that shares no code with Relevo: it reads
// the protos as text and speaks gRPC through @grpc/grpc-js.
//
// What it is asked comes as JSON on stdin: address, token, protos (folders), sheet and counts (file contents), today,
// end, nextYear (days as year-month-day). What it did goes to stdout as JSON.

import { readFileSync } from "node:fs";

import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const SERVICES = ["audit", "capacity", "deployment", "force", "geography", "intake", "meeting"];
const asked = JSON.parse(readFileSync(0, "utf8"));

const definition = loader.loadSync(
  SERVICES.map((name) => `relevo/v1/${name}_service.proto`),
  { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true, includeDirs: asked.protos },
);
const { v1 } = grpc.loadPackageDefinition(definition).relevo;
const known = new grpc.Metadata();
known.set("authorization", `Bearer ${asked.token}`);

function client(name) {
  const Service = v1[`${name}Service`];
  return new Service(asked.address, grpc.credentials.createInsecure());
}

function day(text) {
  const [year, month, date] = text.split("-").map(Number);
  return { year, month, day: date };
}

// One call of one answer.
function call(stub, method, request) {
  const options = { deadline: Date.now() + 60_000 };
  return new Promise((resolve, reject) => {
    stub[method](request, known, options, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

// A file: the header once, then its bytes.
function upload(stub, header, text) {
  return new Promise((resolve, reject) => {
    const stream = stub.ImportFile(known, (error, answer) => (error ? reject(error) : resolve(answer)));
    stream.write({ header });
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 100) stream.write({ chunk: bytes.subarray(at, at + 100) });
    stream.end();
  });
}

// Events behind a sequence until one record was told of; then the follower goes away.
function follow(stub, after, last) {
  return new Promise((resolve, reject) => {
    const seen = [];
    const stream = stub.WatchEvents({ after_sequence: after, heartbeat_seconds: 1 }, known);
    stream.on("data", (answer) => {
      if (answer.heartbeat) return;
      seen.push({ sequence: answer.sequence, record: answer.audit_event.record, sha256: answer.audit_event.sha256 });
      if (answer.audit_event.record === last) stream.cancel();
    });
    stream.on("error", (error) => (error.code === grpc.status.CANCELLED ? resolve(seen) : reject(error)));
  });
}

// How a call that must not succeed was refused.
async function refused(promise) {
  try {
    await promise;
  } catch (error) {
    const [details] = error.metadata.get("grpc-status-details-bin");
    return { code: error.code, details: details.toString("latin1") };
  }
  throw new Error("the call went through");
}

const intake = client("Intake");
const places = await upload(intake, { title: "sheet.csv" }, asked.sheet);
const counted = await upload(
  intake,
  { title: "counts.csv", crime_type: "crimeTypes/homicidio-doloso", absent_means_default: "ABSENT_MEANS_UNKNOWN" },
  asked.counts,
);

const geography = client("Geography");
const page = await call(geography, "ListMunicipalities", { filter: 'state = "states/12"', order_by: "name desc" });

const meetings = client("Meeting");
const meeting = await call(meetings, "CreateMeeting", {
  meeting: { region: "regions/centro", title: "Regional meeting", date: day(asked.today) },
  request_id: "node-meeting",
});
const again = await call(meetings, "CreateMeeting", {
  meeting: { region: "regions/centro", title: "Regional meeting", date: day(asked.today) },
  request_id: "node-meeting",
});
const held = await call(meetings, "HoldMeeting", {
  name: meeting.name,
  etag: meeting.etag,
  attending_offices: ["Secretariat of Security of Guerrero"],
});
const agreement = await call(meetings, "CreateAgreement", {
  parent: held.name,
  agreement: {
    states: ["states/12"],
    start_date: day(asked.today),
    end_date: day(asked.nextYear),
    commitments: [{ side: "SIDE_LOCAL", promise: "Recruit 40 officers", due_date: day(asked.end) }],
  },
});

const capacity = client("Capacity");
const report = await call(capacity, "SubmitCapacityReport", {
  capacity_report: {
    state_name: "states/12",
    municipality: "municipalities/12001",
    as_of_date: day(asked.today),
    municipal_officers: 2332,
  },
});
const accepted = await call(capacity, "AcceptCapacityReport", { name: report.name, etag: report.etag });

const force = client("Force");
const pool = await call(force, "CreatePool", {
  pool: {
    agency: "National Guard",
    capability: "CAPABILITY_PATROL",
    teams: 2,
    officers_per_team: 30,
    illustrative: true,
  },
});

const audit = client("Audit");
const newest = await call(audit, "ListAuditEvents", { page_size: 1, order_by: "sequence desc" });
const noted = newest.audit_events[0].sequence;

const deployments = client("Deployment");
const wanted = {
  municipality: "municipalities/12001",
  agreement: agreement.name,
  start_date: day(asked.today),
  end_date: day(asked.end),
  teams: [{ pool: pool.name, teams: 2 }],
};
const following = follow(audit, noted, "pools/node-last");
const deployment = await call(deployments, "CreateDeployment", { deployment: wanted });
const double = await refused(
  call(deployments, "CreateDeployment", { deployment: { ...wanted, municipality: "municipalities/12061" } }),
);
await call(force, "CreatePool", { pool: { ...pool, name: "" }, pool_id: "node-last" });
const followed = await following;
const resumed = await follow(audit, followed[0].sequence, "pools/node-last");
const verdict = await call(audit, "VerifyAuditTrail", {
  noted_sequence: followed[0].sequence,
  noted_sha256: followed[0].sha256,
});

const names = [meeting, agreement, report, pool, deployment].map((record) => record.name);
const story = {
  names,
  dataset: counted.dataset.name,
  imported: places.records_written,
  listed: page.municipalities.map((municipality) => municipality.name),
  repeated: again.name === meeting.name,
  states: [held.state, accepted.state, deployment.state],
  double,
  noted,
  followed,
  resumed,
  broken: verdict.broken,
};
process.stdout.write(JSON.stringify(story));
