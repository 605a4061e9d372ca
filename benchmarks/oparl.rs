// Reads the list of objects of an OParl export with the types of the crate oparl-types and prints how many of each it took.
use std::collections::BTreeMap;

fn main() {
    let path = std::env::args().nth(1).expect("the file");
    let text = std::fs::read_to_string(path).expect("a file in UTF-8");
    let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut counts = BTreeMap::<String, usize>::new();
    for one in all["data"].as_array().expect("the list data") {
        let kind = one["type"].as_str().unwrap_or("").rsplit('/').next().unwrap_or("").to_owned();
        let memberships = one["membership"].as_array().map_or(0, |list| list.len());
        let taken = match kind.as_str() {
            "Body" => serde_json::from_value::<oparl_types::Body>(one.clone()).map(|found| found.name.to_string()),
            "Organization" => serde_json::from_value::<oparl_types::Organization>(one.clone()).map(|found| format!("{:?}", found.name)),
            "Person" => serde_json::from_value::<oparl_types::Person>(one.clone()).map(|found| format!("{:?}", found.name)),
            "Meeting" => serde_json::from_value::<oparl_types::Meeting>(one.clone()).map(|found| format!("{:?}", found.name)),
            other => panic!("not an object of OParl: {other}"),
        };
        match taken {
            Ok(_) => *counts.entry(kind.clone()).or_default() += 1,
            Err(error) => {
                println!("refused {kind}: {error}");
                std::process::exit(1);
            }
        }
        if kind == "Person" {
            *counts.entry("Membership".into()).or_default() += memberships;
        }
    }
    println!("{}", serde_json::to_string(&counts).expect("counts"));
}
