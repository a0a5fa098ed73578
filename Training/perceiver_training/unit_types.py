"""The types of units that the bundled model knows, by number; their names are those of StarCraft II's replays."""

UNIT_TYPES = tuple(
    """
    Probe SCV Drone Marine Pylon Zergling Larva CreepTumorBurrowed Overlord Zealot WarpGate SupplyDepotLowered
    Stalker Assimilator SupplyDepot Barracks Roach Marauder Extractor Nexus Refinery Queen MissileTurret
    OrbitalCommand Hatchery Adept Gateway Medivac Mutalisk Overseer BarracksTechLab MULE Baneling PhotonCannon
    CyberneticsCore Forge SpawningPool Factory BarracksReactor EngineeringBay EvolutionChamber RoboticsFacility
    Starport Hydralisk HighTemplar Bunker WidowMineBurrowed TwilightCouncil SiegeTankSieged Ravager SporeCrawler
    Lair Observer Sentry Immortal VoidRay StarportReactor SpineCrawler RoachWarren MothershipCore FactoryTechLab
    Archon HellionTank BanelingNest Stargate Armory VikingFighter TemplarArchive DarkTemplar PlanetaryFortress
    Disruptor Egg Hive RoboticsBay Colossus Hellion Spire LiberatorAG Raven FactoryReactor Oracle Ghost Corruptor
    DarkShrine InfestationPit PylonOvercharged Reaper WarpPrism HydraliskDen WidowMine StarportTechLab TechLab
    CommandCenter Reactor Phoenix GhostAcademy Infestor ShieldBattery Liberator SiegeTank SensorTower
    OrbitalCommandFlying WarpPrismPhasing AdeptPhaseShift UltraliskCavern GreaterSpire Ultralisk SwarmHostBurrowedMP
    LocustMP Thor BarracksFlying AutoTurret RoachBurrowed Broodling Cyclone SpecialNexus CommandCenterFlying
    OverlordCocoon OverlordTransport Banshee NydusNetwork FleetBeacon NydusCanal BanelingCocoon FusionCore
    PointDefenseDrone Nuke VikingAssault BroodLord Tempest ChangelingMarineShield ExtractorRich CreepTumor KD8Charge
    ChangelingZealot OracleStasisTrap
    """.split()
)
